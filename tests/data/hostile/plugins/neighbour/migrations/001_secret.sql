CREATE TABLE neighbour_secret (word TEXT NOT NULL) STRICT;
INSERT INTO neighbour_secret (word) VALUES ('暗号');
