/** `dead-relu.share=0.6` → `{ 'dead-relu': { share: 0.6 } }`. */
export function movedLimits(settings: readonly string[]): Record<string, Record<string, number>> {
  // Without a prototype, so that no id is one that every object has.
  const limits: Record<string, Record<string, number>> = Object.create(null);
  for (const setting of settings) {
    const [, id, name, value] = /^([^.=]+)\.([^.=]+)=(\S+)$/.exec(setting) ?? [];
    if (id === undefined || name === undefined || Number.isNaN(Number(value)))
      throw new Error(`--set must be SYMPTOM.LIMIT=NUMBER, got ${JSON.stringify(setting)}`);
    limits[id] = { ...limits[id], [name]: Number(value) };
  }
  return limits;
}
