import fc from 'fast-check';

/** What a header may hold at all: Node's own client refuses the rest. */
const headerText = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .filter((code) => code !== 0x7f)
    .map((code) => String.fromCharCode(code)),
  maxLength: 40,
});

const paths = [
  '/',
  '/metrics',
  '/-/healthy',
  '/-/ready',
  '/api/runs',
  '/api/run',
  '/api/live',
  '/page/main.js',
  '/page/uplot.css',
  '/gone',
];
/** Paths that there are, and what a stranger may put behind them. */
export const oddPath = fc
  .tuple(
    fc.constantFrom(...paths),
    fc.array(
      fc.oneof(
        fc.constantFrom(
          '/',
          '..',
          '%2e%2e',
          '%2f',
          '%5c',
          '%00',
          '%',
          '%E0%A4%A',
          '?run=',
          '?run=digits',
          '&run[a]=b',
          '?run=a&run=b',
          '#',
          '//',
          ';',
          '__proto__',
          'constructor',
          '?__proto__[a]=b',
          '*',
          ':file',
          '+',
        ),
        fc.string({
          unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
          maxLength: 12,
        }),
        fc.string({ unit: 'binary', maxLength: 4 }).map((text) => {
          try {
            return encodeURIComponent(text);
          } catch {
            return '%ED%A0%80';
          }
        }),
      ),
      { maxLength: 5 },
    ),
  )
  .map(([path, more]) => path + more.join(''));
export const headerName = fc.oneof(
  fc.constantFrom(
    'Range',
    'If-Range',
    'If-None-Match',
    'If-Modified-Since',
    'If-Match',
    'If-Unmodified-Since',
    'Last-Event-ID',
    'Accept',
    'Cookie',
    'Authorization',
    'Origin',
    'Referer',
    'Forwarded',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-HTTP-Method-Override',
    'Cache-Control',
    'Via',
    'TE',
    '__proto__',
  ),
  fc.string({ unit: fc.constantFrom(...'abcXYZ019-_.!~'), minLength: 1, maxLength: 12 }),
);
export const headerValue = fc.oneof(
  headerText,
  fc.constantFrom(
    'bytes=0-',
    'bytes=-1',
    'bytes=9-1',
    'bytes=0-0,1-1',
    `bytes=${'0-0,'.repeat(500)}`,
    'bytes=99999999999999999999-',
    '*',
    '"a"',
    'W/"',
    'Thu, 01 Jan 1970 00:00:00 GMT',
    'text/html;q=x',
    'null',
    '5@1.2@3',
    '@@',
    '-1@-1@-1',
    '1e999',
    'Basic',
    'Basic ====',
    'no-cache',
  ),
);

/** Of `X-Prometheus-Scrape-Timeout-Seconds`. */
export const timeout = fc.oneof(
  headerText,
  fc.double().map(String),
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e309',
    '1e-309',
    'NaN',
    'Infinity',
    '-Infinity',
    '0x10',
    '1e',
    '10, 10',
    ' 10 ',
    '9'.repeat(400),
    '2147483.648',
    '0.001',
  ),
);
/** Of `Accept-Encoding`, to be joined. */
export const word = fc.oneof(
  fc.constantFrom(
    'gzip',
    'GZIP',
    'x-gzip',
    'br',
    'deflate',
    'identity',
    '*',
    'zstd',
    ';q=0',
    ';q=0.5',
    ';q=2',
    ';q=',
    ',',
    ' ',
    ';',
  ),
  headerText,
);
/** Of what is hardly HTTP, to be joined. */
export const piece = fc.oneof(
  fc.constantFrom(
    'GET',
    ' ',
    '/metrics',
    'HTTP/1.1',
    'HTTP/1.0',
    '\r\n',
    '\n',
    '\r',
    'Host: a',
    ': ',
    'Content-Length: 5',
    'Transfer-Encoding: chunked',
    'Connection: close',
    'Expect: 100-continue',
    'Upgrade: h2c',
    'X-Prometheus-Scrape-Timeout-Seconds: 1',
    '\0',
    '0\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  ),
  fc.string({ unit: 'binary', maxLength: 10 }),
);
