//! The live training room: who is here, what may be done, what happened, who sees it.
