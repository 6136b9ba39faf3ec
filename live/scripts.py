"""What Redis must do in one step, as short Lua scripts.

A lease lies at a key of its own and holds its token's digits; an exclamation mark after them says
that it holds others off: when such a lease ends before its time, the mark alone stays till then.
"""

DROP = """
local function drop(token_key)
  local held = redis.call('GET', token_key)
  if not held then return end
  if string.sub(held, -1) == '!' then
    redis.call('SET', token_key, '!', 'KEEPTTL')
  else
    redis.call('DEL', token_key)
  end
end
local function owner(token_key)
  return string.match(redis.call('GET', token_key) or '', '^%d+')
end
"""

SET = (
    DROP
    + """
local text, px, wishes, version, lease = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local function wished(letter) return string.find(wishes, letter, 1, true) ~= nil end
if lease ~= '' and owner(KEYS[2]) ~= lease then return 0 end
local old = redis.call('GET', KEYS[1])
if old and wished('a') or not old and wished('p') then return 0 end
if old and wished('o') and version ~= '' then
  local held = tonumber(string.match(old, '^%[%d,(%d+)'))
  if held and held > tonumber(version) then return 0 end
end
if lease == '' then drop(KEYS[2]) end
if px == '0' then
  redis.call('DEL', KEYS[1])
elseif old and wished('k') then
  local clock = string.match(old, '^%[[^,]+,[^,]+,[^,]+,[^,]+,[^,]+,([^,]+,[^,]+),')
  local head, rest = string.match(text, '^(%[[^,]+,[^,]+,[^,]+,[^,]+,[^,]+,)[^,]+,[^,]+(,.*)$')
  redis.call('SET', KEYS[1], head .. clock .. rest, 'KEEPTTL')
elseif px == '' then
  redis.call('SET', KEYS[1], text)
else
  redis.call('SET', KEYS[1], text, 'PX', px)
end
return 1
"""
)
"""KEYS: entry, lease. ARGV: text, life in ms ('' for ever), wishes, version, lease token.

Wishes are letters: a and p, only if a live entry is absent or present; o, unless it has a later
version; k, keep its expiry.
"""

DELETE = (
    DROP
    + """
drop(KEYS[2])
return redis.call('DEL', KEYS[1])
"""
)
"""KEYS: entry, lease. Answers 1 if an entry was there."""

RELEASE = (
    DROP
    + """
local held = owner(KEYS[1])
if not held or (ARGV[1] ~= '' and ARGV[1] ~= held) then return 0 end
drop(KEYS[1])
return 1
"""
)
"""KEYS: token. ARGV: the token's digits, '' for whichever. Answers 1 if it went."""

TAKE_MARK = """
if redis.call('GETRANGE', KEYS[1], 1, 1) ~= '1' then return 0 end
redis.call('SETRANGE', KEYS[1], 1, '0')
return 1
"""
"""KEYS: entry. Answers 1 to the first reader of a prefetched entry."""
