"""Reports: findings as people, editors and other programs want them, one format a file."""
