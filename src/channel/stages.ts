/** Stages of the agent in which an error can happen; the label `stage`. */
export const stages = ['tap', 'statistics', 'channel', 'exporter', 'listener', 'push'] as const;
export type Stage = (typeof stages)[number];
