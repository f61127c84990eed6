// The file is only asked for.
