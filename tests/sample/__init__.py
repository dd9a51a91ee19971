"""A small application that tests add to the running site: an address that writes, a long job."""
