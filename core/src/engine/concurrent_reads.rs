//! The same read for many things, several at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::JoinSet;

use super::descriptors::Task;
use crate::model::error::Error;

/// Reads under way at once.
const AT_ONCE: usize = 8;

/// What is read for each, in their order; the first that fails ends them all.
pub(crate) async fn read_each<I, T, F>(
    each: impl IntoIterator<Item = I>,
    read: impl Fn(I) -> F,
) -> Result<Vec<T>, Error>
where
    T: Send + 'static,
    F: Future<Output = Result<T, Error>> + Send + 'static,
{
    let mut waiting = each.into_iter().enumerate();
    let found = Found::default();
    // Tasks of one type: the runtime makes a copy of its machinery for each.
    let mut under_way = JoinSet::<()>::new();
    loop {
        while under_way.len() < AT_ONCE
            && let Some((place, item)) = waiting.next()
        {
            let (reading, found) = (read(item), found.clone());
            under_way.spawn(Task::new(async move { found.put(place, reading.await) }));
        }
        match under_way.join_next().await {
            None => return found.take(),
            Some(Ok(())) if found.has_failed() => return found.take(),
            Some(Ok(())) => {}
            Some(Err(error)) => return Err(Error::internal(format!("a read was lost: {error}"))),
        }
    }
}

/// What the reads found so far, or the failure that ends them.
struct Found<T>(Arc<Mutex<Result<BTreeMap<usize, T>, Error>>>);

impl<T> Found<T> {
    fn put(&self, place: usize, outcome: Result<T, Error>) {
        let mut found = self.lock();
        match (&mut *found, outcome) {
            (Ok(found), Ok(one)) => drop(found.insert(place, one)),
            (Ok(_), Err(error)) => *found = Err(error),
            (Err(_), _) => {}
        }
    }

    fn has_failed(&self) -> bool {
        self.lock().is_err()
    }

    fn take(&self) -> Result<Vec<T>, Error> {
        let found = std::mem::replace(&mut *self.lock(), Ok(BTreeMap::new()));
        Ok(found?.into_values().collect())
    }

    fn lock(&self) -> MutexGuard<'_, Result<BTreeMap<usize, T>, Error>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Found(Arc::new(Mutex::new(Ok(BTreeMap::new()))))
    }
}

impl<T> Clone for Found<T> {
    fn clone(&self) -> Self {
        Found(Arc::clone(&self.0))
    }
}
