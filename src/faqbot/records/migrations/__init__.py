"""One file a step, from the first tables to those of `schema`. A step that was released is never changed."""
