/* What the browser may have kept of a room that no page has written, or not as a whole. */
() => [
  "", " ", "null", "undefined", "true", "0", "-1", "1e999", "NaN", "[]", "[1, 2]", "[null]", "{}", "{", "}{", '"', "''",
  "[object Object]", "\u0000\ud800", "[".repeat(100_000), "x".repeat(300_000),
  '{"text":null}', '{"text":5}', '{"text":{}}', '{"text":["no"]}', '{"text":"  "}', '{"tab":{},"isLeft":[]}',
  '{"__proto__":{"text":"no"},"constructor":{},"hasOwnProperty":1}',
  '{"notify":"constructor","sound":"yes"}', '{"notify":["all"],"sound":1}', '{"tab":"a/b c","isLeft":true}',
  '"Readable 1"',
  '{"id":null,"text":"Readable 2"}',
  '{"id":"x","text":"Readable 3 to its',
  '{"id":"x","text":"Readable 4 to \\u00',
  '{"text":"Readable 5","order":"soon","seat":7,"error":{},"after":[],"at":"x","isClosed":"no"}',
  '{"text":"Readable 6","order":1e400,"seat":null,"error":[],"after":-1,"at":1e400}',
  '{"text":"Readable 7","order":-5,"seat":["a"],"error":"constructor","toJSON":1,"__proto__":{"seat":"a"}}',
  `{"text":"Readable 8 ${"x".repeat(10_000)}","order":9e15}`,
]
