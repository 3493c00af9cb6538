#ifndef CRE2_H
#define CRE2_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled regular expression of RE2 (https://github.com/google/re2/wiki/Syntax).
typedef struct cre2_expression cre2_expression;

/// Compiles UTF-8 text; NULL when it is malformed or too large, with a sentence of at most `capacity` bytes, the
/// terminating zero included, in `problem`.
cre2_expression *cre2_compile(const char *text, size_t length, char *problem, size_t capacity);

/// Frees what `cre2_compile` returned.
void cre2_free(cre2_expression *expression);

/// The expression's size: the instructions of its automaton.
size_t cre2_size(const cre2_expression *expression);

/// Finds the leftmost match at or after `start`; true when there is one, whose bounds are then in `from` and `to`.
/// Takes time linear in `length`. May be called from several threads at once.
bool cre2_find(const cre2_expression *expression, const char *text, size_t length, size_t start, size_t *from, size_t *to);

#ifdef __cplusplus
}
#endif

#endif
