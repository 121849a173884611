import { nameOf } from './frames.mjs';
import { expression } from './transformations.mjs';

/** Whether an override is of a field, by the kind of its matcher. */
const matchers = {
  byName: (name) => (field) => field.name === name || nameOf(field) === name,
  byRegexp: (pattern) => (field) => expression(pattern).test(nameOf(field)),
  byFrameRefID: (id) => (_, refId) => refId === id,
  byType: (type) => (field) => field.type === type,
};

/** What an override may set and the pictures show, or what changes nothing in a picture. */
const shownProperties = [
  /^(unit|decimals|min|max|mappings|thresholds|displayName|color|noValue|links)$/,
  /^custom\.(width|align|hidden|cellOptions|filterable|inspect)$/,
  /^custom\.(drawStyle|lineWidth|lineStyle|lineInterpolation|fillOpacity|fillBelowTo|spanNulls|stacking)$/,
  /^custom\.(axisPlacement|axisSoftMin|axisSoftMax|scaleDistribution|thresholdsStyle)$/,
];

/** How a field is coloured where the panel does not say; the defaults of Grafana's panels. */
const colourModes = { timeseries: 'palette-classic', 'state-timeline': 'continuous-GrYlRd' };

/** Frames whose fields know how they are shown: `config` is the panel's defaults with the overrides of the field. */
export function configured(frames, { type, fieldConfig = {} }, note = () => {}) {
  const { defaults = {}, overrides = [] } = fieldConfig;
  for (const { matcher, properties } of overrides) {
    if (!matchers[matcher.id]) note(`override of fields ${matcher.id} ${JSON.stringify(matcher.options)}`);
    for (const { id } of properties)
      if (!shownProperties.some((known) => known.test(id))) note(`override ${id}`);
  }
  return frames.map((frame) => ({
    ...frame,
    fields: frame.fields.map((field) => {
      const config = structuredClone({ color: { mode: colourModes[type] ?? 'thresholds' }, ...defaults });
      for (const { matcher, properties } of overrides) {
        if (!matchers[matcher.id]?.(matcher.options)(field, frame.refId)) continue;
        for (const { id, value } of properties) set(config, id.split('.'), value);
      }
      if (config.thresholds?.mode === 'percentage') note('thresholds in per cent');
      return { ...field, config, title: titleOf(field, config) };
    }),
  }));
}

function set(config, [first, ...rest], value) {
  if (rest.length === 0) config[first] = value;
  else {
    config[first] ??= {};
    set(config[first], rest, value);
  }
}

/** The display name, in which Grafana fills in what it knows of the field. */
function titleOf(field, { displayName }) {
  const { labels = {}, name } = field;
  if (!displayName) return nameOf(field);
  return displayName
    .replaceAll(/\$\{__field\.labels\.(\w+)\}/g, (_, label) => labels[label] ?? '')
    .replaceAll(/\$\{__field\.name\}/g, name)
    .replaceAll(/\$\{__(field\.displayName|series\.name)\}/g, nameOf(field));
}
