//! The same read for many things, several at once.

use std::collections::BTreeMap;

use tokio::task::JoinSet;

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
    let mut under_way = JoinSet::new();
    let mut found = BTreeMap::new();
    loop {
        while under_way.len() < AT_ONCE
            && let Some((place, item)) = waiting.next()
        {
            let reading = read(item);
            under_way.spawn(async move { reading.await.map(|found| (place, found)) });
        }
        match under_way.join_next().await {
            None => return Ok(found.into_values().collect()),
            Some(Ok(read)) => {
                let (place, one) = read?;
                found.insert(place, one);
            }
            Some(Err(error)) => return Err(Error::internal(format!("a read was lost: {error}"))),
        }
    }
}
