/** Grafana's name of a unit. */
export type Unit =
  | 'none'
  | 'short'
  | 'percentunit'
  | 'percent'
  | 's'
  | 'bytes'
  | 'mbytes'
  | 'watt'
  | 'celsius'
  | 'dateTimeAsIso'
  | 'string';
