-- One script for every load: what to send comes from the environment, what was seen is one line of JSON.
--   BENCH_METHOD, BENCH_PATH, BENCH_BODY (a file), BENCH_HEADERS (a file, "Name: value" lines),
--   BENCH_TOKENS (a file, one token a line: each request takes the next one),
--   BENCH_PAUSE_MS (of each connection before its next request), BENCH_STATUSES (count each status)
local function lines(path)
  local all = {}
  if path then
    for line in io.lines(path) do
      if line ~= "" then all[#all + 1] = line end
    end
  end
  return all
end

local requests = {}
local at = 0

function init()
  local method = os.getenv("BENCH_METHOD") or "GET"
  local path = os.getenv("BENCH_PATH") or "/"
  local body = nil
  if os.getenv("BENCH_BODY") then
    local file = assert(io.open(os.getenv("BENCH_BODY"), "rb"))
    body = file:read("*a")
    file:close()
  end
  local headers = {}
  for _, line in ipairs(lines(os.getenv("BENCH_HEADERS"))) do
    local name, value = line:match("^([^:]+): (.*)$")
    headers[name] = value
  end
  local tokens = lines(os.getenv("BENCH_TOKENS"))
  if #tokens == 0 then
    requests[1] = wrk.format(method, path, headers, body)
  end
  for i, token in ipairs(tokens) do
    headers["Authorization"] = "Bearer " .. token
    requests[i] = wrk.format(method, path, headers, body)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

local pause = tonumber(os.getenv("BENCH_PAUSE_MS"))
if pause then
  -- wrk waits for whole milliseconds: the fraction is how often it is one more.
  function delay()
    return math.floor(pause + math.random())
  end
end

-- Globals, because wrk runs each thread in a Lua state of its own and lends us these only.
statuses = {}
if os.getenv("BENCH_STATUSES") then
  function response(status)
    statuses[tostring(status)] = (statuses[tostring(status)] or 0) + 1
  end
end

local threads = {}
function setup(thread)
  threads[#threads + 1] = thread
end

local function counted()
  local all = {}
  for _, thread in ipairs(threads) do
    for status, count in pairs(thread:get("statuses")) do
      all[status] = (all[status] or 0) + count
    end
  end
  local members = {}
  for status, count in pairs(all) do
    members[#members + 1] = string.format('"%s": %d', status, count)
  end
  return "{" .. table.concat(members, ", ") .. "}"
end

function done(summary, latency)
  io.write(string.format(
    '\nBENCH {"requests": %d, "seconds": %.6f, "p50_ms": %.4f, "p99_ms": %.4f, "max_ms": %.4f, ' ..
    '"not_2xx_or_3xx": %d, "socket_errors": %d, "timeouts": %d, "statuses": %s}\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write,
    summary.errors.timeout, counted()))
end
