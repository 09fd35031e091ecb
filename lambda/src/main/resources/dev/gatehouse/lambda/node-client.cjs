// Runs a Node.js handler against the Lambda Runtime API. Node's own modules only: nothing here may
// meet the function's packages.
'use strict';

const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const stream = require('node:stream');
const util = require('node:util');
const { pathToFileURL } = require('node:url');

const API = process.env.AWS_LAMBDA_RUNTIME_API;
const BASE = '/2018-06-01/runtime/';
// The version asked for, not Node's own: it decides which forms AWS accepts.
const MAJOR = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV)?.[1] ?? 0);
const stdout = process.stdout.write.bind(process.stdout);

let requestId;
// What to do once nothing is left to wait for.
let whenIdle;

// --- the Runtime API

// A connection to our own Runtime API, one call after the other. Node's HTTP client does far more
// than these answers need: they have a status line, header lines and a body of a known length. Keeps
// the process alive only while it waits.
class Connection {
  constructor() {
    const split = API.lastIndexOf(':');
    this.head = Buffer.alloc(0);
    this.socket = net.connect({
      host: API.slice(0, split),
      port: Number(API.slice(split + 1)),
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafe(64 * 1024),
        callback: (length, buffer) => this.read(buffer.subarray(0, length)),
      },
    });
    this.socket.on('error', (error) => this.ended(error));
    this.socket.on('close', () => this.ended(new Error('The Runtime API has closed the connection')));
  }

  send(message) {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.ref();
      this.socket.write(message);
    });
  }

  // The buffer behind the piece is used again.
  read(piece) {
    let rest = piece;
    if (this.answer === undefined) {
      const bytes = this.head.length === 0 ? piece : Buffer.concat([this.head, piece]);
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) {
        this.head = Buffer.from(bytes);
        return true;
      }
      this.head = Buffer.alloc(0);
      this.answer = answerOf(bytes.latin1Slice(0, end));
      this.pieces = [];
      this.missing = Number(this.answer.headers['content-length']);
      rest = bytes.subarray(end + 4);
    }
    this.missing -= rest.length;
    if (this.missing > 0) {
      this.pieces.push(Buffer.from(rest));
      return true;
    }
    const answer = this.answer;
    answer.body =
      this.pieces.length === 0
        ? rest.utf8Slice()
        : Buffer.concat([...this.pieces, rest]).utf8Slice();
    const { resolve } = this.waiting;
    this.answer = this.waiting = undefined;
    this.socket.unref();
    kept = answer.headers.connection === 'close' ? undefined : this;
    resolve(answer);
    return true;
  }

  ended(error) {
    if (kept === this) {
      kept = undefined;
    }
    this.waiting?.reject(error);
    this.waiting = undefined;
  }
}

// One that nobody uses.
let kept;

function answerOf(head) {
  const [first, ...lines] = head.split('\r\n');
  const headers = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { status: Number(first.split(' ', 2)[1]), headers };
}

function call(method, target, headers = {}, body = '') {
  const connection = kept ?? new Connection();
  kept = undefined;
  let head = `${method} ${BASE}${target} HTTP/1.1\r\nHost: ${API}\r\n`;
  for (const [name, value] of Object.entries(headers)) {
    head += `${name}: ${value}\r\n`;
  }
  return connection.send(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function next() {
  return call('GET', 'invocation/next');
}

function post({ target, headers, body }) {
  return call('POST', target, { 'Content-Type': 'application/json', ...headers }, body);
}

// Posts an answer and asks for more work in one call, which our Runtime API understands.
async function postThenNext(answer) {
  const got = await post({ ...answer, headers: { ...answer.headers, 'Gatehouse-Then': 'next' } });
  return got.status === 200 ? got : next();
}

function errorAnswer(target, error) {
  const object = errorObject(error);
  return {
    target,
    headers: { 'Lambda-Runtime-Function-Error-Type': headerText(object.errorType) },
    body: JSON.stringify(object),
  };
}

function headerText(value) {
  return String(value).replace(/[^\x20-\x7e]/g, '?');
}

// --- streamed answers

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');

// What a streaming handler writes its answer to: each write is passed on as it is made. The first
// one fixes the content type.
class ResponseStream extends stream.Writable {
  constructor(target, highWaterMark) {
    super({ highWaterMark });
    this.started = false;
    this.request = require('node:http').request(`http://${API}${BASE}${target}`, {
      method: 'POST',
      agent: false,
      headers: {
        'Content-Type': 'application/octet-stream',
        'Lambda-Runtime-Function-Response-Mode': 'streaming',
        Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
      },
    });
    this.accepted = new Promise((resolve, reject) => {
      this.request.on('error', reject);
      this.request.on('response', (response) => {
        response.on('error', reject);
        response.on('end', resolve);
        response.resume();
      });
    });
    // Whoever waits for it hears of its failure; nobody may.
    this.accepted.catch(() => {});
  }

  setContentType(type) {
    if (this.started) {
      throw new faults.InvalidStreamingOperation('Cannot set content-type, too late.');
    }
    this.request.setHeader('Content-Type', type);
  }

  write(chunk, encoding, callback) {
    const bytes = typeof chunk === 'string' || chunk instanceof Uint8Array;
    if (!this.started) {
      this.started = true;
      this._onBeforeFirstWrite?.((prelude) => super.write(prelude));
    }
    return super.write(bytes ? chunk : JSON.stringify(chunk), encoding, callback);
  }

  _write(chunk, encoding, callback) {
    this.request.write(chunk, encoding, callback);
  }

  _final(callback) {
    this.request.end(callback);
  }

  _destroy(error, callback) {
    if (error || !this.request.writableEnded) {
      this.request.destroy(error ?? undefined);
    }
    callback(error);
  }

  // Ends the answer with the error behind it: its head has been sent.
  fail(error) {
    const object = errorObject(error);
    this.request.addTrailers({
      'Lambda-Runtime-Function-Error-Type': headerText(object.errorType),
      'Lambda-Runtime-Function-Error-Body': Buffer.from(JSON.stringify(object)).toString('base64'),
    });
    this.end();
  }
}

globalThis.awslambda = {
  streamifyResponse(handler, options) {
    handler[STREAMING] = 'response';
    if (typeof options?.highWaterMark === 'number') {
      handler[HIGH_WATER_MARK] = Math.trunc(options.highWaterMark);
    }
    return handler;
  },
  // The prelude goes before the first write: without one there is none.
  HttpResponseStream: class HttpResponseStream {
    static from(underlying, prelude) {
      underlying.setContentType('application/vnd.awslambda.http-integration-response');
      const text = JSON.stringify(prelude);
      underlying._onBeforeFirstWrite = (write) => {
        write(text);
        write(new Uint8Array(8));
      };
      return underlying;
    }
  },
};

// --- errors

const faults = {};
for (const name of [
  'CallbackHandlerDeprecated',
  'HandlerNotFound',
  'ImportModuleError',
  'InvalidStreamingOperation',
  'JSONStringifyError',
  'MalformedHandlerName',
  'NodeJsExit',
  'UnhandledPromiseRejection',
  'UserCodeSyntaxError',
]) {
  faults[name] = class extends Error {};
  faults[name].prototype.name = `Runtime.${name}`;
}

function looksLikeError(value) {
  return (
    util.types.isNativeError(value) ||
    (value && [value.name, value.message, value.stack].every((part) => typeof part === 'string'))
  );
}

function errorObject(error) {
  try {
    return looksLikeError(error)
      ? { errorType: error.name, errorMessage: error.message, trace: error.stack.split('\n') }
      : { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
    };
  }
}

// --- the log

function line(level, text) {
  stdout(`${new Date().toISOString()}\t${requestId}\t${level}\t${text}\n`);
}

function logError(title, error) {
  let text;
  try {
    text = JSON.stringify(error, (_, value) =>
      value instanceof Error
        ? {
            errorType: value.name,
            errorMessage: value.message,
            code: value.code,
            ...value,
            stack: String(value.stack).split('\n'),
          }
        : value,
    );
  } catch {
    text = JSON.stringify(errorObject(error));
  }
  line('ERROR', `${title} \t${text}`);
}

function patchConsole() {
  const levels = {
    trace: 'TRACE',
    debug: 'DEBUG',
    log: 'INFO',
    info: 'INFO',
    warn: 'WARN',
    error: 'ERROR',
    fatal: 'FATAL',
  };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...parts) => line(level, util.format(...parts));
  }
}

// --- the function's code

// Whether the nearest package.json makes `.js` files ES modules.
function modulesIn(folder) {
  for (let at = folder; !at.endsWith('/node_modules'); at = path.dirname(at)) {
    const file = path.join(at, 'package.json');
    if (fs.existsSync(file)) {
      try {
        return JSON.parse(fs.readFileSync(file, 'utf8'))?.type === 'module';
      } catch {
        return false;
      }
    }
    if (at === path.dirname(at)) {
      return false;
    }
  }
  return false;
}

async function loadModule(root, folder, name) {
  const stem = path.resolve(root, folder, name);
  const script = modulesIn(path.dirname(stem)) ? undefined : '.js';
  for (const extension of ['', script, '.js', '.mjs', '.cjs']) {
    const file = stem + extension;
    if (extension === undefined || !fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
      continue;
    }
    const imported = extension === '.mjs' || (extension === '.js' && script === undefined);
    return imported ? await import(pathToFileURL(file).href) : require(file);
  }
  return require(require.resolve(name, { paths: [root, path.resolve(root, folder)] }));
}

async function load(root, handler) {
  if (handler.includes('..')) {
    throw new faults.MalformedHandlerName(
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const last = path.basename(handler);
  const parts = /^([^.]*)\.(.*)$/.exec(last);
  if (!parts) {
    throw new faults.MalformedHandlerName('Bad handler');
  }
  let found;
  try {
    found = await loadModule(root, handler.slice(0, handler.indexOf(last)), parts[1]);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new faults.UserCodeSyntaxError(error);
    }
    if (error?.code === 'MODULE_NOT_FOUND') {
      throw new faults.ImportModuleError(error);
    }
    throw error;
  }
  const target = parts[2].split('.').reduce((at, key) => at && at[key], found);
  if (!target) {
    throw new faults.HandlerNotFound(`${handler} is undefined or not exported`);
  }
  if (typeof target !== 'function') {
    throw new faults.HandlerNotFound(`${handler} is not a function`);
  }
  if (MAJOR >= 24 && target.length >= 3 && !target[STREAMING]) {
    throw new faults.CallbackHandlerDeprecated(
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
    );
  }
  return target;
}

// --- invocations

function parsed(text) {
  return text === undefined ? undefined : JSON.parse(text);
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parsed(headers['lambda-runtime-client-context']),
    identity: parsed(headers['lambda-runtime-cognito-identity']),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

function text(result) {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch {
    const message = 'Unable to stringify response body';
    throw MAJOR >= 24 ? new faults.JSONStringifyError(message) : new Error(message);
  }
}

// Calls the handler; gives what to post, whichever of its ways the handler takes to tell it.
function handle(handler, { headers, body }) {
  return new Promise((answered) => {
    const target = `invocation/${requestId}/`;
    const fail = (error) => {
      logError('Invoke Error', error);
      answered(errorAnswer(target + 'error', error));
    };
    const succeed = (result) => {
      let payload;
      try {
        payload = text(result);
      } catch (error) {
        fail(error);
        return;
      }
      answered({ target: target + 'response', body: payload });
    };

    let finished = false;
    const once = (action) => (...given) => {
      if (!finished) {
        finished = true;
        whenIdle = undefined;
        action(...given);
      }
    };
    const settled = (error) => error !== undefined && error !== null;
    const done = once((error, result) => (settled(error) ? fail(error) : succeed(result)));
    const callback = once((error, result) => {
      if (settled(error)) {
        fail(error);
      } else if (context.callbackWaitsForEmptyEventLoop) {
        whenIdle = () => succeed(result);
      } else {
        succeed(result);
      }
    });
    const context = { callbackWaitsForEmptyEventLoop: true };
    if (MAJOR < 24) {
      context.done = done;
      context.succeed = (result) => done(null, result);
      context.fail = (error) => done(error ?? 'handled');
    }

    whenIdle = once(() =>
      handler.constructor?.name === 'AsyncFunction'
        ? fail(
            new faults.NodeJsExit(
              'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
            ),
          )
        : succeed(null),
    );
    try {
      Object.assign(context, contextOf(headers));
      const event = JSON.parse(body);
      const result = MAJOR >= 24 ? handler(event, context) : handler(event, context, callback);
      if (typeof result?.then === 'function') {
        result.then(
          (value) => done(null, value),
          (error) => done(error ?? 'handled'),
        );
      } else if (MAJOR >= 24) {
        done(null, result);
      }
    } catch (error) {
      done(error ?? 'handled');
    }
  });
}

// Calls a streaming handler; the promise is kept when its answer has been accepted: nothing to post.
async function handleStreaming(handler, { headers, body }) {
  const response = new ResponseStream(`invocation/${requestId}/response`, handler[HIGH_WATER_MARK]);
  // Told by the promises.
  response.on('error', () => {});
  try {
    const context = { callbackWaitsForEmptyEventLoop: true, ...contextOf(headers) };
    const result = handler(JSON.parse(body), response, context);
    if (typeof result?.then !== 'function') {
      throw 'Streaming does not support non-async handlers.';
    }
    if ((await result) !== undefined) {
      console.warn('Streaming handlers ignore return values.');
    }
    await response.accepted;
    if (!response.writableFinished) {
      throw 'Response stream is not finished.';
    }
  } catch (error) {
    logError('Invoke Error', error);
    if (!response.destroyed && !response.writableEnded) {
      response.fail(error);
    }
    await response.accepted.catch(() => {});
  }
}

async function serve(handler) {
  const respond = handler[STREAMING] ? handleStreaming : handle;
  let work = await next();
  while (work.status === 200) {
    requestId = work.headers['lambda-runtime-aws-request-id'];
    const trace = work.headers['lambda-runtime-trace-id'];
    if (trace === undefined) {
      delete process.env._X_AMZN_TRACE_ID;
    } else {
      process.env._X_AMZN_TRACE_ID = trace;
    }
    const answer = await respond(handler, work);
    work = await (answer === undefined ? next() : postThenNext(answer));
  }
  process.exit(1);
}

function dying(title, status, wrapped) {
  return (thrown) => {
    const error = wrapped(thrown);
    logError(title, error);
    const target = requestId === undefined ? 'init/error' : `invocation/${requestId}/error`;
    const exit = () => process.exit(status);
    post(errorAnswer(target, error)).then(exit, exit);
  };
}

const crash = dying('Uncaught Exception', 129, (error) => error);
patchConsole();
process.on('uncaughtException', crash);
process.on(
  'unhandledRejection',
  dying('Unhandled Promise Rejection', 128, (reason) =>
    Object.assign(new faults.UnhandledPromiseRejection(reason), { reason }),
  ),
);
process.on('beforeExit', () => {
  const action = whenIdle;
  whenIdle = undefined;
  action?.();
});
load(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER).then(serve).catch(crash);
