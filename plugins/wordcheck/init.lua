-- 用词检查: lists, the check, and what follows from it.
require "wordcheck.desk"
require "wordcheck.rules"
require "wordcheck.entry"
require "wordcheck.decide"
require "wordcheck.submit"
require "wordcheck.purge"
require "wordcheck.command"
