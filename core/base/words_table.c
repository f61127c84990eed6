/*
 * A goto table over symbols.  The first symbols go through bitmaps, that nearly
 * all places of a text fail at, then a hash to the node for the first two;
 * from there a node's children stand side by side.  Built from the sorted
 * sequences in one sweep, breadth first.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/words_inside.h"

#define LINEAR_MAX 8	/* children looked through one by one */

struct node {
	uint32_t	first;	/* child */
	int32_t		rule;	/* -1: none ends here */
	uint16_t	count;	/* children */
	symbol		s;
};

struct pair {
	uint32_t	key;	/* both symbols; 0: free */
	uint32_t	node;
};

struct table {
	struct node		*nodes;
	size_t			count, room;
	struct pair		*pairs;
	uint32_t		pair_mask;
	int32_t			*singles;	/* rule of one symbol, -1 */
	uint64_t		*triples, *ends;
	uint8_t			*single_bits;
	struct table_filter	filter;
};

struct range { uint32_t low, high, depth; };

static int
sequence_order(const void *pa, const void *pb)
{
	const struct sequence *a = pa, *b = pb;
	uint32_t i, n = a->n < b->n ? a->n : b->n;

	for (i = 0; i < n; i++)
		if (a->s[i] != b->s[i])
			return (a->s[i] < b->s[i] ? -1 : 1);
	if (a->n != b->n)
		return (a->n < b->n ? -1 : 1);
	return (a->rule < b->rule ? -1 : a->rule > b->rule);
}

static struct node *
node_new(struct table *t, struct range **ranges, symbol s,
    const struct range *range)
{
	struct node *node;

	if (t->count == t->room) {
		t->room = t->room * 2 + 1024;
		t->nodes = must_realloc(t->nodes, t->room *
		    sizeof(*t->nodes));
		*ranges = must_realloc(*ranges, t->room * sizeof(**ranges));
	}
	/* Both grow together. */
	if (*ranges == NULL)
		abort();
	(*ranges)[t->count] = *range;
	node = &t->nodes[t->count++];
	memset(node, 0, sizeof(*node));
	node->rule = -1;
	node->s = s;
	return (node);
}

/* Children of node `i`, from the sequences of its range. */
static void
node_grow(struct table *t, struct range **ranges, size_t i,
    const struct sequence *q)
{
	struct range r = (*ranges)[i], child;
	uint32_t at = r.low;

	if (r.depth > 0 && q[at].n == r.depth)
		t->nodes[i].rule = q[at].rule;
	while (at < r.high && q[at].n == r.depth)
		at++;
	t->nodes[i].first = (uint32_t)t->count;
	while (at < r.high) {
		child = (struct range){ at, at + 1, r.depth + 1 };
		while (child.high < r.high && q[child.high].s[r.depth] ==
		    q[at].s[r.depth])
			child.high++;
		node_new(t, ranges, q[at].s[r.depth], &child);
		t->nodes[i].count++;
		at = child.high;
	}
}

static void
bit_set(uint64_t *bits, uint32_t i)
{
	bits[i >> 6] |= 1ull << (i & 63);
}

static void
pair_put(struct table *t, symbol a, uint32_t node)
{
	const struct node *two = &t->nodes[node];
	uint32_t key = (uint32_t)a << 16 | two->s, at;
	uint32_t h = pair_hash(a, two->s), i;

	at = (h >> 8) & t->pair_mask;
	while (t->pairs[at].key != 0)
		at = (at + 1) & t->pair_mask;
	t->pairs[at] = (struct pair){ key, node };
	if (two->rule >= 0)
		bit_set(t->ends, h >> (32 - END_BITS));
	for (i = 0; i < two->count; i++)
		bit_set(t->triples, triple_hash(h, t->nodes[two->first +
		    i].s) >> (32 - TRIPLE_BITS));
}

/* The second level: single symbols and pairs. */
static void
pairs_build(struct table *t)
{
	const struct node *root = &t->nodes[0], *one;
	size_t i, k, n = 0, size = 64;

	for (i = 0; i < root->count; i++)
		n += t->nodes[root->first + i].count;
	while (size < 2 * n)
		size *= 2;
	t->pairs = must_alloc(size * sizeof(*t->pairs));
	memset(t->pairs, 0, size * sizeof(*t->pairs));
	t->pair_mask = (uint32_t)size - 1;
	for (i = 0; i < root->count; i++) {
		one = &t->nodes[root->first + i];
		if (one->rule >= 0) {
			t->singles[one->s] = one->rule;
			t->single_bits[one->s >> 3] |=
			    (uint8_t)(1 << (one->s & 7));
		}
		for (k = 0; k < one->count; k++)
			pair_put(t, one->s, one->first + (uint32_t)k);
	}
}

static void *
bits_alloc(unsigned bits)
{
	void *p = must_alloc((1u << bits) / 8);

	memset(p, 0, (1u << bits) / 8);
	return (p);
}

struct table *
table_alloc(struct sequence *q, size_t n)
{
	struct table *t = must_alloc(sizeof(*t));
	struct range *ranges = NULL, all = { 0, (uint32_t)n, 0 };
	size_t i;

	memset(t, 0, sizeof(*t));
	qsort(q, n, sizeof(*q), sequence_order);
	node_new(t, &ranges, 0, &all);
	for (i = 0; i < t->count; i++)
		node_grow(t, &ranges, i, q);
	free(ranges);
	t->ends = bits_alloc(END_BITS);
	t->triples = bits_alloc(TRIPLE_BITS);
	t->single_bits = bits_alloc(16);
	t->singles = must_alloc(65536 * sizeof(*t->singles));
	memset(t->singles, 0xff, 65536 * sizeof(*t->singles));
	pairs_build(t);
	t->filter = (struct table_filter){ t->triples, t->ends,
	    t->single_bits };
	return (t);
}

void
table_free(struct table *t)
{
	if (t == NULL)
		return;
	free(t->nodes);
	free(t->pairs);
	free(t->ends);
	free(t->triples);
	free(t->single_bits);
	free(t->singles);
	free(t);
}

const struct table_filter *
table_filter(const struct table *t)
{
	return (&t->filter);
}

void
table_prefetch(const struct table *t, const symbol *s)
{
	__builtin_prefetch(&t->pairs[(pair_hash(s[0], s[1]) >> 8) &
	    t->pair_mask]);
}

static const struct node *
pair_find(const struct table *t, symbol a, symbol b)
{
	uint32_t key = (uint32_t)a << 16 | b, at;
	at = (pair_hash(a, b) >> 8) & t->pair_mask;
	for (; t->pairs[at].key != 0; at = (at + 1) & t->pair_mask)
		if (t->pairs[at].key == key)
			return (&t->nodes[t->pairs[at].node]);
	return (NULL);
}

static const struct node *
child_find(const struct table *t, const struct node *node, symbol s)
{
	const struct node *child = &t->nodes[node->first];
	size_t low = 0, high = node->count, mid;

	if (high <= LINEAR_MAX) {
		for (; low < high; low++)
			if (child[low].s == s)
				return (&child[low]);
		return (NULL);
	}
	while (low < high) {
		mid = (low + high) / 2;
		if (child[mid].s == s)
			return (&child[mid]);
		if (child[mid].s < s)
			low = mid + 1;
		else
			high = mid;
	}
	return (NULL);
}

size_t
table_at(const struct table *t, const symbol *s, size_t n, struct match *out,
    size_t room)
{
	const struct node *node;
	struct match found[WORDS_LITERAL_MAX + 1];
	size_t count = 0, i, k;

	if (n > 0 && t->singles[s[0]] >= 0)
		found[count++] = (struct match){ t->singles[s[0]], 1 };
	node = n > 1 && s[0] != 0 && s[1] != 0 ?
	    pair_find(t, s[0], s[1]) : NULL;
	for (i = 2; node != NULL; i++) {
		if (node->rule >= 0 && count <= WORDS_LITERAL_MAX)
			found[count++] = (struct match){ node->rule,
			    (uint32_t)i };
		node = i < n && s[i] != 0 ? child_find(t, node, s[i]) : NULL;
	}
	for (k = 0; k < room && count > 0; k++)
		out[k] = found[--count];
	return (k);
}
