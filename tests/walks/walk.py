"""A walk: a text file that a writer of documentation could have written."""
import os
import re


class Walk:
    """A title, what there is to know before, an empty line, and then one sentence a line."""

    def __init__(self, path):
        self.path = path
        self.name = os.path.splitext(os.path.basename(path))[0]
        with open(path, encoding='utf-8') as file:
            lines = file.read().split('\n')
        if not lines[0].startswith('# ') or '' not in lines:
            raise SystemExit('%s: wants a title and an empty line before the first step' % path)
        self.title = lines[0][2:]
        end = lines.index('')
        self.about = ' '.join(lines[1:end])
        self.words = re.findall(r'“([^”]+)” is ([^.]+)\.', self.about)
        self.only_demo = 'Only in the demo cloud' in self.about
        self.only_real = 'Only in a real cloud' in self.about
        self.signed_in = 'Starts on the sign-in page' not in self.about
        self.has_files = 'The provider\'s files are in the home folder' in self.about
        self.has_key = 'An RSA key pair is in the home folder' in self.about
        self.keeps_deleted = 'keeps deleted instances' in self.about
        self.keys = bool(re.search(r'\*\*(Ctrl|Alt|Shift|F\d|Enter|Esc|Delete\*\* key)|^- Type ', '\n'.join(lines), re.M))
        self.steps = []         # [number of the line, sentence]
        self.quotes = []        # sentences of the README, which the steps below them carry out
        for number, line in enumerate(lines[end:], end + 1):
            line = re.sub(r'^(-|\d+\.) +', '', line)
            if line.startswith('> '):
                self.quotes.append(line[2:].strip())
            elif line.startswith(' ') and self.steps:
                self.steps[-1][1] += ' ' + line.strip()
            elif line.strip():
                self.steps.append([number, line.strip()])

    def sentence(self, text, words=()):
        """With the names that the file, or this run, gives for what a text can only paraphrase."""
        for phrase, name in [*self.words, *words]:
            text = text.replace(phrase, phrase + ' ' + name if phrase.startswith('your ') else name)
        return text


def walks(folder):
    return [Walk(os.path.join(folder, name)) for name in sorted(os.listdir(folder))
            if name.endswith('.txt')]
