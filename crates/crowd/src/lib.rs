//! Simulated officers who speak the real protocol over real sockets.
