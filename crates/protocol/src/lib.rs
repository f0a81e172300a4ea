//! What crosses the wire between a browser and the server.
