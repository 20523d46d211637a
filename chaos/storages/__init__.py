"""File systems that aren't the local one, started for a test: HDFS, and a server that speaks S3."""
