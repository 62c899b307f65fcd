"""Beautiful Soup over lxml, the same job: parse, title, all links. python3 soup_peer.py <list of files>; prints one JSON object."""
import json, sys, time, warnings
from bs4 import BeautifulSoup

warnings.simplefilter('ignore')
pages = [open(name, encoding='utf-8', errors='replace').read() for name in open(sys.argv[1]).read().split('\n')]

def one_pass(some):
    links = titles = 0
    for page in some:
        soup = BeautifulSoup(page, 'lxml')
        titles += len(soup.title.get_text()) if soup.title else 0
        links += len([a['href'] for a in soup.find_all('a', href=True)])
    return links, titles

one_pass(pages[:20])
start = time.process_time()
links, titles = one_pass(pages)
print(json.dumps({'passes': 1, 'cpuMs': (time.process_time() - start) * 1000, 'links': links, 'titles': titles}))
