/** A query of a panel or an annotation. */
export interface Target {
  readonly expr?: string;
  readonly instant?: boolean;
  readonly range?: boolean;
  readonly hide?: boolean;
}

/** Of the classic JSON; what is not read here is left out. */
export interface Panel {
  readonly title?: string;
  readonly targets?: readonly Target[];
  /** Of a collapsed row. */
  readonly panels?: readonly Panel[];
  readonly repeat?: string;
  readonly maxDataPoints?: number;
}

interface Annotation extends Target {
  readonly name: string;
  readonly enable?: boolean;
  readonly target?: Target;
}

/** A template variable. */
export interface Variable {
  readonly type: string;
  readonly name: string;
  readonly query?: string | { readonly query?: string };
  readonly includeAll?: boolean;
  readonly allValue?: string;
  readonly current?: { readonly value?: string | readonly string[] };
}

/** A dashboard in Grafana's classic JSON, as far as it asks for something. */
export interface Dashboard {
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly annotations?: { readonly list?: readonly Annotation[] };
  readonly templating?: { readonly list?: readonly Variable[] };
}
