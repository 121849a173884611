/** The server serves uPlot's module beside the page's own files. */
declare const uPlot: typeof import('uplot').default;
export default uPlot;
