/** Bad input or an environment that does not fit: one line that says what to do. Never thrown into a training loop. */
export class TrainvitalsError extends Error {
  override readonly name = 'TrainvitalsError';

  constructor(
    readonly code:
      | 'OPTION'
      | 'TARGET'
      | 'DATA'
      | 'PREFLIGHT'
      | 'PORT'
      | 'BACKEND'
      | 'EXPORTER'
      | 'BUILD'
      | 'RECORDING',
    message: string,
  ) {
    super(message);
  }
}
