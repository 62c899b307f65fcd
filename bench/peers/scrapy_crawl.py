"""Scrapy with its defaults: URLs on standard input, every link of their hosts followed. Run by bench/league.

-a carried={...}: what the first URL's site is given, a password, header fields, as the manual says how.
"""
import json, sys
from urllib.parse import urlsplit
from scrapy import Request
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule

urls = sys.stdin.read().split()
hosts = sorted({urlsplit(url).hostname for url in urls})


class StreetSpider(CrawlSpider):
    name = 'street'
    custom_settings = {'ROBOTSTXT_OBEY': True}
    allowed_domains = hosts
    rules = [Rule(LinkExtractor(), callback='parse_page', follow=True)]

    def __init__(self, carried='{}', **kwargs):
        super().__init__(**kwargs)
        carried = json.loads(carried)
        fields = carried.get('headers', [])
        self.own_headers = dict(zip(fields[::2], fields[1::2]))
        if 'user' in carried:
            self.http_user, self.http_pass = carried['user'].split(':')
            self.http_auth_domain = urlsplit(urls[0]).hostname

    async def start(self):
        for url in urls:
            yield Request(url, headers=self.own_headers, dont_filter=True)

    def parse_start_url(self, response):
        return self.parse_page(response)

    def parse_page(self, response):
        title = response.css('title::text').get() if hasattr(response, 'css') else None
        yield {'url': response.url, 'status': response.status, 'title': title}
