#include "CRE2.h"

#include <cstring>
#include <new>
#include <string>

#include <re2/re2.h>

struct cre2_expression {
  cre2_expression(re2::StringPiece text, const RE2::Options &options) : expression(text, options) {}
  RE2 expression;
};

cre2_expression *cre2_compile(const char *text, size_t length, char *problem, size_t capacity) {
  RE2::Options options;
  options.set_log_errors(false);
  auto *compiled = new (std::nothrow) cre2_expression(re2::StringPiece(text, length), options);
  if (compiled != nullptr && compiled->expression.ok()) return compiled;
  if (capacity > 0) {
    std::strncpy(problem, compiled == nullptr ? "out of memory" : compiled->expression.error().c_str(), capacity - 1);
    problem[capacity - 1] = 0;
  }
  delete compiled;
  return nullptr;
}

void cre2_free(cre2_expression *expression) { delete expression; }

size_t cre2_size(const cre2_expression *expression) {
  return static_cast<size_t>(expression->expression.ProgramSize());
}

bool cre2_find(
    const cre2_expression *expression, const char *text, size_t length, size_t start, size_t *from, size_t *to) {
  re2::StringPiece input(text, length);
  re2::StringPiece match;
  if (!expression->expression.Match(input, start, length, RE2::UNANCHORED, &match, 1)) return false;
  *from = static_cast<size_t>(match.data() - text);
  *to = *from + match.size();
  return true;
}
