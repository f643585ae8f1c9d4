//! The files of one commit, read straight from git objects.
