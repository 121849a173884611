/** Colours that dashboards name, as Grafana shows them. */
const named = {
  green: '#73bf69',
  yellow: '#fade2a',
  orange: '#ff9830',
  red: '#f2495c',
  blue: '#5794f2',
  purple: '#b877d9',
  'dark-green': '#37872d',
  'semi-dark-green': '#56a64b',
  'light-green': '#96d98d',
  'super-light-green': '#c8f2c2',
  'dark-yellow': '#e0b400',
  'semi-dark-yellow': '#f2cc0c',
  'light-yellow': '#ffee52',
  'super-light-yellow': '#fff899',
  'dark-orange': '#fa6400',
  'semi-dark-orange': '#ff780a',
  'light-orange': '#ffb357',
  'super-light-orange': '#ffcb7d',
  'dark-red': '#c4162a',
  'semi-dark-red': '#e02f44',
  'light-red': '#ff7383',
  'super-light-red': '#ffa6b0',
  'dark-blue': '#1f60c4',
  'semi-dark-blue': '#3274d9',
  'light-blue': '#8ab8ff',
  'super-light-blue': '#c0d8ff',
  'dark-purple': '#8f3bb8',
  'semi-dark-purple': '#a352cc',
  'light-purple': '#ca95e5',
  'super-light-purple': '#deb6f2',
  text: '#1b1f24',
  gray: '#808080',
  grey: '#808080',
};

/** A colour of a dashboard as CSS reads it. */
export const css = (name = 'gray') => named[name] ?? name;

/** Lines in turn: dark enough for white, told apart by the colour-blind as far as ten can be (Okabe and Ito, Tol). */
const lines = [
  '#0072b2',
  '#d55e00',
  '#00795c',
  '#a8407e',
  '#56a0d3',
  '#736400',
  '#6b5bb5',
  '#c4162a',
  '#3f3f46',
  '#8a5a2b',
];
export const lineColour = (index) => lines[index % lines.length];

/** Black or white, whichever can be read on the colour. */
export function readableOn(colour) {
  const [r, g, b] = channels(colour);
  return 0.299 * r + 0.587 * g + 0.114 * b > 140 ? '#1b1f24' : '#ffffff';
}

/** Gradients that dashboards name, low values first. */
const gradients = {
  'continuous-GrYlRd': ['green', 'dark-yellow', 'red'],
  'continuous-RdYlGr': ['red', 'dark-yellow', 'green'],
  'continuous-BlYlRd': ['dark-blue', 'super-light-yellow', 'dark-red'],
  'continuous-YlRd': ['super-light-yellow', 'dark-red'],
  'continuous-blues': ['#ffffff', 'dark-blue'],
  'continuous-reds': ['#ffffff', 'dark-red'],
  'continuous-greens': ['#ffffff', 'dark-green'],
  'continuous-purples': ['#ffffff', 'dark-purple'],
};

/** Whether a gradient of that name is known here. */
export const isGradient = (name) => name in gradients;

/** The colour at a place of a gradient, 0 to 1. */
export function gradient(name, place) {
  const stops = (gradients[name] ?? gradients['continuous-GrYlRd']).map(channels);
  const scaled = (stops.length - 1) * Math.min(1, Math.max(0, place));
  const low = Math.min(stops.length - 2, Math.floor(scaled));
  const mixed = stops[low].map((value, index) =>
    Math.round(value + (stops[low + 1][index] - value) * (scaled - low)),
  );
  return `rgb(${mixed.join(' ')})`;
}

/** Red, green and blue, 0 to 255, of `#rrggbb`, `#rgb` or any other way to write a colour. */
function channels(colour) {
  const context = document.createElement('canvas').getContext('2d');
  context.fillStyle = css(colour);
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}
