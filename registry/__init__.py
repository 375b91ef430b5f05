"""What is known, and what is published: the knowledge base, the networks, the collecting of evidence."""
