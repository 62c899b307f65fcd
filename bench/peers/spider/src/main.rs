//! spider-rs with its default features: spider-crawl START FOLDER. One JSON line a page; bench/crawl runs it.
use spider::{tokio, website::Website};
use std::{env, fs::File, io::BufWriter, io::Write};

#[tokio::main]
async fn main() {
    let args: Vec<String> = env::args().collect();
    let mut website = Website::new(&args[1]);
    website
        .with_respect_robots_txt(true)
        .with_concurrency_limit(Some(16))
        .with_delay(0)
        .with_whitelist_url(Some(vec![r"^[^?]*(\.html?|/)(\?.*)?$".into()]))
        .with_return_page_links(true);
    // A subscriber that falls behind by more than this loses pages.
    let mut pages = website.subscribe(16_384);
    let mut out = BufWriter::new(File::create(format!("{}/items.jsonl", args[2])).unwrap());
    let writer = tokio::spawn(async move {
        while let Ok(page) = pages.recv().await {
            if page.status_code != 200 {
                continue;
            }
            let title = page.get_metadata().as_ref().and_then(|meta| meta.title.as_ref()).map(|title| title.to_string());
            let links = page.page_links.as_ref().map_or(0, |links| links.len());
            let record = serde_json::json!({ "url": page.get_url(), "title": title, "links": links });
            writeln!(out, "{record}").unwrap();
        }
        out.flush().unwrap();
    });
    website.crawl().await;
    website.unsubscribe();
    writer.await.unwrap();
}
