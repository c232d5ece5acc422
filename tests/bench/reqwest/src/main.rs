//! reqwest and nothing of ours: what a client of this design costs at the least. `one` goes through its blocking form,
//! which has an engine thread as the library does; `many` through its asynchronous form, on one thread, with a fixed
//! number of tasks. Each request is made from what was made before, and an answer is looked at only as far as needed
//! to know that the call was recorded.
//!
//! What it is told and prints is described in `tests/bench/c/bench.h`.
#![allow(clippy::print_stdout, reason = "its results go there")]

use std::cell::Cell;
use std::io::{BufRead as _, Write as _};
use std::rc::Rc;
use std::time::Instant;

use anyhow::Context;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, Url};
use rustix::time::{ClockId, clock_gettime};

const PATH: &str = "/acs/users/add_to_access_group";

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().context("usage: PROGRAM ENDPOINT API_KEY AUTHORITY");
    let target = Target::new(&next()?, &next()?)?;
    let blocking = Blocking::new(&target)?;
    let many = Many::new(&target)?;
    blocking.call(0)?;
    println!("ready");
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split_whitespace().collect();
        match *words.as_slice() {
            ["one", count] => one_after_another(count.parse()?, |number| blocking.call(number))?,
            ["many", count, at_once] => {
                let (count, at_once) = (count.parse()?, at_once.parse()?);
                let (begun, begun_cpu) = (Instant::now(), cpu());
                many.calls(count, at_once)?;
                println!("{} {}", begun.elapsed().as_nanos(), cpu() - begun_cpu);
            }
            _ => anyhow::bail!("no such batch"),
        }
        std::io::stdout().flush()?;
    }
    Ok(())
}

/// What every request has in common.
struct Target {
    url: Url,
    headers: HeaderMap,
}

impl Target {
    fn new(endpoint: &str, api_key: &str) -> anyhow::Result<Self> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(AUTHORIZATION, format!("Bearer {api_key}").parse()?);
        Ok(Self { url: format!("{endpoint}{PATH}").parse()?, headers })
    }
}

fn body(number: usize) -> String {
    format!(
        "{{\"acs_user_id\":\"33333333-3333-3333-3333-{number:012}\",\
         \"acs_access_group_id\":\"44444444-4444-4444-4444-444444444444\"}}"
    )
}

fn expect_recorded(status: u16, answer: &[u8]) -> anyhow::Result<()> {
    let says_so = answer.windows(9).any(|part| part == b"\"ok\":true");
    anyhow::ensure!(status == 200 && says_so, "a call was not recorded");
    Ok(())
}

struct Blocking<'a> {
    target: &'a Target,
    client: reqwest::blocking::Client,
}

impl<'a> Blocking<'a> {
    fn new(target: &'a Target) -> anyhow::Result<Self> {
        let client =
            reqwest::blocking::Client::builder().no_proxy().tls_backend_preconfigured(no_tls()?).build()?;
        Ok(Self { target, client })
    }

    fn call(&self, number: usize) -> anyhow::Result<()> {
        let mut request = reqwest::blocking::Request::new(Method::POST, self.target.url.clone());
        request.headers_mut().clone_from(&self.target.headers);
        *request.body_mut() = Some(body(number).into());
        let answer = self.client.execute(request)?;
        expect_recorded(answer.status().as_u16(), &answer.bytes()?)
    }
}

struct Many<'a> {
    target: &'a Target,
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
}

impl<'a> Many<'a> {
    fn new(target: &'a Target) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder().no_proxy().tls_backend_preconfigured(no_tls()?).build()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self { target, client, runtime })
    }

    fn calls(&self, count: usize, at_once: usize) -> anyhow::Result<()> {
        let next = Rc::new(Cell::new(0));
        let tasks = tokio::task::LocalSet::new();
        let work: Vec<_> = (0..at_once)
            .map(|_| {
                let (next, client) = (Rc::clone(&next), self.client.clone());
                let (url, headers) = (self.target.url.clone(), self.target.headers.clone());
                tasks.spawn_local(async move {
                    while next.get() < count {
                        let number = next.replace(next.get() + 1);
                        let mut request = reqwest::Request::new(Method::POST, url.clone());
                        request.headers_mut().clone_from(&headers);
                        *request.body_mut() = Some(body(number).into());
                        let answer = client.execute(request).await?;
                        expect_recorded(answer.status().as_u16(), &answer.bytes().await?)?;
                    }
                    anyhow::Ok(())
                })
            })
            .collect();
        self.runtime.block_on(tasks.run_until(async {
            for task in work {
                task.await??;
            }
            Ok(())
        }))
    }
}

/// Nobody is believed: the doors it goes through are plain.
fn no_tls() -> anyhow::Result<rustls::ClientConfig> {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let versions =
        rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(versions.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth())
}

/// Prints the median of a call, and wall clock and CPU of all.
fn one_after_another(count: usize, call: impl Fn(usize) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut took = Vec::with_capacity(count);
    let (begun, begun_cpu) = (Instant::now(), cpu());
    let mut before = begun;
    for number in 0..count {
        call(number)?;
        let after = Instant::now();
        took.push((after - before).as_nanos());
        before = after;
    }
    let (cpu, all) = (cpu() - begun_cpu, begun.elapsed().as_nanos());
    took.sort_unstable();
    println!("{} {all} {cpu}", took.get(count / 2).copied().unwrap_or_default());
    Ok(())
}

/// Of this process, all threads, in nanoseconds.
fn cpu() -> i64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}
