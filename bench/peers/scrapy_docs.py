"""A Scrapy CrawlSpider over one site: -a start=URL -a tree=1 -o items.jsonl. Run by bench/crawl."""
from urllib.parse import urlsplit
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule


class DocsSpider(CrawlSpider):
    name = 'docs'
    custom_settings = {
        'ROBOTSTXT_OBEY': True,
        'CONCURRENT_REQUESTS': 16,
        'CONCURRENT_REQUESTS_PER_DOMAIN': 16,
        'DOWNLOAD_DELAY': 0,
        'LOG_LEVEL': 'ERROR',
    }
    rules = [Rule(LinkExtractor(allow=r'^[^?#]*(\.html?|/)([?#].*)?$'), callback='parse_page', follow=True)]

    def __init__(self, start, tree=None, **kwargs):
        super().__init__(**kwargs)
        self.start_urls = [start]
        self.allowed_domains = [urlsplit(start).hostname]
        self.tree = tree is not None

    def parse_start_url(self, response):
        return self.parse_page(response)

    def parse_page(self, response):
        record = {
            'url': response.url,
            'title': response.css('title').xpath('string()').get('').strip(),
            'links': len(response.css('a[href]')),
        }
        if self.tree:
            record['heads'] = [head.xpath('string()').get() for head in response.css('h1, h2')]
            text = ''.join(response.xpath('//body//text()[not(parent::script or parent::style)]').getall())
            # The length that JavaScript gives a text.
            record['text'] = len(text.encode('utf-16-le', 'surrogatepass')) // 2
        yield record
