// Colly: colly-crawl START FOLDER [tree]. One JSON line a page; bench/crawl runs it.
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"unicode/utf16"

	"github.com/PuerkitoBio/goquery"
	"github.com/gocolly/colly/v2"
)

func main() {
	start, folder, tree := os.Args[1], os.Args[2], len(os.Args) > 3
	site, err := url.Parse(start)
	must(err)
	file, err := os.Create(folder + "/items.jsonl")
	must(err)
	out := bufio.NewWriter(file)
	lines := json.NewEncoder(out)
	var turn sync.Mutex

	c := colly.NewCollector(
		colly.Async(true),
		colly.AllowedDomains(site.Hostname()),
		colly.URLFilters(regexp.MustCompile(`^[^?]*(\.html?|/)(\?.*)?$`)),
	)
	c.IgnoreRobotsTxt = false
	must(c.Limit(&colly.LimitRule{DomainGlob: "*", Parallelism: 16}))
	// Go keeps two connections of a host open unless it is told otherwise.
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	c.WithTransport(transport)
	c.OnHTML("html", func(e *colly.HTMLElement) {
		links := e.DOM.Find("a[href]")
		record := map[string]any{
			"url":   e.Request.URL.String(),
			"title": strings.TrimSpace(e.DOM.Find("title").First().Text()),
			"links": links.Length(),
		}
		if tree {
			record["heads"] = e.DOM.Find("h1, h2").Map(func(_ int, head *goquery.Selection) string { return head.Text() })
			body := e.DOM.Find("body")
			record["text"] = units(body.Text()) - units(body.Find("script, style").Text())
		}
		turn.Lock()
		must(lines.Encode(record))
		turn.Unlock()
		links.Each(func(_ int, link *goquery.Selection) {
			// It takes a URL with another fragment for another page.
			href, _, _ := strings.Cut(link.AttrOr("href", ""), "#")
			if href != "" {
				_ = e.Request.Visit(href)
			}
		})
	})
	must(c.Visit(start))
	c.Wait()
	must(out.Flush())
	must(file.Close())
}

// units is the length that JavaScript gives a text.
func units(text string) int {
	return len(utf16.Encode([]rune(text)))
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
