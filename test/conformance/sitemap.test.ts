import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sitemap } from './adapters.ts'
import { casesMissing, readCaseFile } from './cases.ts'

/**
 * How many pages, the first, the last: as an independent XML reader (Python's ElementTree) gives them. Two readings are our choice: a feed
 * entry's `guid` stands in for a missing link whatever its isPermaLink says, and every alternate link of an Atom entry counts.
 */
const pages: [file: string, count: number, first: string, last: string][] = [
  ['atom.xml', 2, 'http://example.org/2003/12/13/atom03', 'http://example.org/2003/12/13/atom03.html'],
  ['feed.rss', 4, 'https://www.example.com/blog/post/1', 'https://www.example.com/foo?q=a&l=fr'],
  [
    'hebdenbridgetimes-articles-sitemap.xml',
    74,
    'http://www.hebdenbridgetimes.co.uk/news/local/video-tour-de-yorkshire-in-calderdale-1-7242580',
    'http://www.hebdenbridgetimes.co.uk/news/local/now-you-see-it-now-you-don-t-it-s-off-the-wall-1-7229940',
  ],
  ['pagemaps-sitemap.xml', 2, 'http://www.example.com/foo', 'http://www.example.com/bar'],
  [
    'shinpaideshou-news-sitemap.xml',
    3,
    'https://shinpaideshou.wordpress.com/2017/04/25/job-opening-reischauer-policy-research-fellow/',
    'https://shinpaideshou.wordpress.com/2017/04/24/job-opening-lecturer-in-japanese-studies-university-of-leeds/',
  ],
  [
    'sitemap-images.xml',
    1,
    'http://www.example.com/images/some_image_landing_page.html',
    'http://www.example.com/images/some_image_landing_page.html',
  ],
  ['sitemap-links.xml', 3, 'http://www.example.com/english/', 'http://www.example.com/schweiz-deutsch/'],
  ['sitemap-mobile.xml', 3, 'http://www.example.com/mobile-friendly-1/', 'http://www.example.com/no-mobile/'],
  ['sitemap-news.xml', 2, 'http://www.example.org/business/article55.html', 'http://www.example.org/empty_news_name.html'],
  ['sitemap-videos-tvshow.xml', 1, 'https://example.org/my-tv-show/23/13/', 'https://example.org/my-tv-show/23/13/'],
  [
    'sitemap-videos.xml',
    3,
    'http://www.example.com/videos/some_video_landing_page.html',
    'http://www.example.com/videos/some_video_landing_page-3.html',
  ],
  ['sitemap-with-bom.txt', 2, 'http://www.domain.com/page1.html', 'http://www.domain.com/page2.html'],
  ['sitemap.badns.xml', 2, 'http://www.example.com/1', 'http://www.example.com/2'],
  ['sitemap.ns.xml', 2, 'http://www.example.com/1', 'http://www.example.com/2'],
  ['sitemap.txt', 2, 'http://www.domain.com/page1.html', 'http://www.domain.com/page2.html'],
  ['sitemap.txt.gz', 5, 'http://www.example.com/', 'http://www.example.com/catalog?item=83&desc=vacation_usa'],
  ['xmlRss_pubDate.xml', 7, 'http://www.example.com/article_1', 'http://www.example.com/article_7'],
  ['xmlSitemap.gz', 5, 'http://www.example.com/', 'http://www.example.com/catalog?item=83&desc=vacation_usa'],
]

describe('sitemaps', { skip: casesMissing }, () => {
  for (const [file, count, first, last] of pages) {
    test(file, () => {
      const { urls, sitemaps, errors } = sitemap(readCaseFile(`sitemaps/${file}`))
      assert.deepEqual([urls.length, urls[0], urls.at(-1)], [count, first, last])
      assert.deepEqual([sitemaps, errors], [[], []])
    })
  }

  test('sitemap.index.xml', () => {
    const { urls, sitemaps, errors } = sitemap(readCaseFile('sitemaps/sitemap.index.xml'))
    assert.equal(sitemaps.length, 15)
    assert.equal(sitemaps[0], 'https://example.com/sitemap.jss?portalCode=10260&lang=en')
    assert.equal(sitemaps.at(-1), 'https://example.com/sitemap.jss?portalCode=10570&lang=en')
    assert.deepEqual([urls, errors], [[], []])
  })

  test('images, videos, languages and feed channels are no pages', () => {
    for (const [file] of pages) {
      const { urls } = sitemap(readCaseFile(`sitemaps/${file}`))
      for (const url of urls) assert.doesNotMatch(url, /\.(?:jpg|flv|swf|mp4)|\/edit$|main\.html|rss\.xml/, file)
    }
  })
})
