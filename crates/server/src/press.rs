//! Makes pictures and documents, one at a time: each takes a whole processor for up to some seconds, and live sessions
//! need the others.

use crate::assets;
use anyhow::{Context as _, Result};
use export::Fonts;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
};

/// The one there is.
pub(crate) struct Press {
    free: Arc<Semaphore>,
    /// Read when it is needed for the first time.
    fonts: Arc<Mutex<Option<Arc<Fonts>>>>,
}

/// The right to use the press.
pub(crate) struct Turn {
    permit: OwnedSemaphorePermit,
    fonts: Arc<Mutex<Option<Arc<Fonts>>>>,
}

impl Default for Press {
    fn default() -> Self {
        Self { free: Arc::new(Semaphore::new(1)), fonts: Arc::default() }
    }
}

impl Press {
    /// Waits until the press is free. Whoever wants to print takes the turn before gathering what to print, so that only
    /// one has it in memory.
    pub(crate) async fn turn(&self) -> Result<Turn> {
        let permit = Arc::clone(&self.free).acquire_owned().await?;
        Ok(Turn { permit, fonts: Arc::clone(&self.fonts) })
    }
}

impl Turn {
    /// Does other work that takes a whole processor.
    pub(crate) async fn work<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let work = move || {
            let done = work();
            drop(self);
            done
        };
        Ok(spawn_blocking(work).await?)
    }

    /// Prints. The press is free again when that is done, also if whoever asked has gone meanwhile.
    pub(crate) async fn print<T: Send + 'static>(
        self,
        work: impl FnOnce(&Fonts) -> T + Send + 'static,
    ) -> Result<T> {
        let print = move || {
            let Self { permit, fonts } = self;
            let printed = work(&*loaded(&fonts)?);
            drop(permit);
            Ok(printed)
        };
        spawn_blocking(print).await?
    }
}

fn loaded(fonts: &Mutex<Option<Arc<Fonts>>>) -> Result<Arc<Fonts>> {
    let mut known = fonts.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(fonts) = &*known {
        return Ok(Arc::clone(fonts));
    }
    let [regular, bold] =
        assets::print_fonts().context("the font is missing: `cargo xtask client` brings it")?;
    let fonts = Arc::new(Fonts::new(regular, bold)?);
    *known = Some(Arc::clone(&fonts));
    Ok(fonts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio::time::timeout;

    #[tokio::test]
    async fn one_prints_and_the_others_wait() {
        let press = Press::default();
        let first = press.turn().await.unwrap();
        assert!(timeout(Duration::from_millis(20), press.turn()).await.is_err(), "it is taken");
        drop(first);
        assert!(timeout(Duration::from_secs(5), press.turn()).await.is_ok(), "it is free");
    }
}
