-- A named policy of its own from here on; sites that never said stay as they are.
update site set policies = policies || '{"manualEntry": "allowed"}' where not policies ? 'manualEntry';
