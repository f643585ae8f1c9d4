#!/usr/bin/env python3
"""Make a synthetic AIMS-like git corpus with git fast-import.

usage: gen_corpus.py OUT_DIR --docs N --commits M [--seed 42] [--no-repack] [--no-checkout]

What comes out: OUT_DIR is a normal clone (work tree + .git) on branch `main`.
 docs/<kind>/<area>/<id>-<slug>.md    N live documents (YAML front matter, ~800 words, headings, tables, links)
 M commits in all (merges and side-branch commits included), each touching 1-4 documents, from 12 authors;
 ~2 % of the commits are renames (half exact, half with an edit; links to the moved file are fixed in the same commit),
 ~4 % are merges of a 1-3 commit side branch, ~0.3 % delete a document (a new one is created later to keep N live).
Everything is derived from --seed, commit ids included.
"""
import argparse, os, random, subprocess, sys

KINDS = [('policy','policies','POL',.08),('procedure','procedures','PRO',.32),('assessment','assessments','ASM',.30),
         ('record','records','REC',.20),('guideline','guidelines','GUI',.10)]
AREAS = ['governance','data','lifecycle','suppliers','impact','operations','people','incident','monitoring','transparency',
         'safety','privacy','security','models','audit','training','procurement','deployment','evaluation','risk']
CONTROLS = ['A.2.2','A.2.3','A.2.4','A.3.2','A.3.3','A.4.2','A.4.3','A.4.4','A.4.5','A.4.6','A.5.2','A.5.3','A.5.4','A.5.5',
 'A.6.1.2','A.6.1.3','A.6.2.2','A.6.2.3','A.6.2.4','A.6.2.5','A.6.2.6','A.6.2.7','A.6.2.8','A.7.2','A.7.3','A.7.4','A.7.5',
 'A.7.6','A.8.2','A.8.3','A.8.4','A.8.5','A.9.2','A.9.3','A.9.4','A.10.2','A.10.3','A.10.4']
AUTHORS = [('Amina Diallo','amina@example.org'),('Bjørn Håkansson','bjorn@example.org'),('Chen Wei','chen.wei@example.org'),
 ('Dana Kowalski','dana@example.org'),('Eoin Murphy','eoin@example.org'),('Farah Haddad','farah@example.org'),
 ('Goran Petrović','goran@example.org'),('Hana Suzuki','hana@example.org'),('Ivy Okafor','ivy@example.org'),
 ('João Silva','joao@example.org'),('Amina Diallo','amina.diallo@old.example.org'),('compliance-bot','bot@example.org')]
WORDS = ('the organisation shall document review and approve each artificial intelligence system before release and keep records '
 'of data provenance quality impact risk owner treatment control objective evidence audit finding corrective action supplier '
 'contract model training evaluation bias robustness monitoring incident response escalation transparency user affected party '
 'information security privacy human oversight competence awareness resource tooling compute lifecycle stage requirement design '
 'verification validation deployment operation retirement log retention threshold metric report management committee responsible '
 'accountable consulted informed schedule quarterly annual interval criteria acceptance residual likelihood severity context '
 'stakeholder obligation law regulation standard clause annex statement applicability exclusion justification').split()
ROLES = ['AI Officer','Head of Data','Model Owner','Risk Manager','Supplier Manager','Internal Audit','Security Lead','Product Lead']

def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('out'); ap.add_argument('--docs', type=int, required=True); ap.add_argument('--commits', type=int, required=True)
    ap.add_argument('--seed', type=int, default=42); ap.add_argument('--words', type=int, default=800)
    ap.add_argument('--no-repack', action='store_true'); ap.add_argument('--no-checkout', action='store_true')
    a = ap.parse_args()
    R = random.Random(a.seed)
    if os.path.exists(a.out): sys.exit(f'{a.out} is already there')
    subprocess.run(['git','init','-q','-b','main',a.out], check=True)
    subprocess.run(['git','-C',a.out,'config','core.bigFileThreshold','16m'], check=True)
    fi = subprocess.Popen(['git','-C',a.out,'fast-import','--quiet','--depth=50'], stdin=subprocess.PIPE)
    w = fi.stdin.write
    POOL = []
    for _ in range(3000):                      # ready-made sentences: cheap and still distinct enough
        n = R.randint(9,22); s = ' '.join(R.choice(WORDS) for _ in range(n)); POOL.append(s[0].upper()+s[1:]+'.')
    para = lambda k: ' '.join(R.choice(POOL) for _ in range(k))
    docs = {}; live = []; pos = {}; backlinks = {}; nextno = 0; taken = set()

    def iso(t):
        import datetime; return datetime.datetime.fromtimestamp(t, datetime.timezone.utc).strftime('%Y-%m-%d')
    def new_doc(t):
        nonlocal nextno
        nextno += 1
        r = R.random(); acc = 0
        for kind, folder, code, p in KINDS:
            acc += p
            if r < acc: break
        did = f'AIMS-{code}-{nextno:05d}'
        slug = '-'.join(R.sample(WORDS, 3))
        area = R.choice(AREAS)
        d = dict(id=did, kind=kind, folder=folder, area=area, slug=slug, title=slug.replace('-',' ').title(), owner=R.choice(ROLES),
                 major=1, minor=0, created=t, reviewed=t, controls=sorted(R.sample(CONTROLS, R.randint(1,5))), related=[], secs=[], rows=[])
        d['path'] = f'docs/{folder}/{area}/{did.lower()}-{slug}.md'
        if live: d['related'] = R.sample(live, min(len(live), R.randint(2,6)))
        nsec = R.randint(5,8); per = max(2, a.words // (nsec*3*15))
        for i in range(nsec):
            d['secs'].append([' '.join(R.sample(WORDS,3)).capitalize(), [para(per) for _ in range(3)]])
        d['rows'] = [[str(i+1), R.choice(POOL)[:40], R.choice(ROLES), R.choice(['Open','Closed','Accepted'])] for i in range(R.randint(4,10))]
        for o in d['related']: backlinks.setdefault(o, set()).add(did)
        docs[did] = d; pos[did] = len(live); live.append(did)
        return did
    def drop(did):
        i = pos.pop(did); last = live.pop()
        if last != did: live[i] = last; pos[last] = i
        d = docs.pop(did)
        for o in d['related']: backlinks.get(o, set()).discard(did)
        fix = [x for x in backlinks.pop(did, ()) if x in docs]
        for x in fix: docs[x]['related'] = [o for o in docs[x]['related'] if o != did]
        return d, fix
    def render(d):
        o = ['---', f"id: {d['id']}", f"title: \"{d['title']}\"", f"type: {d['kind']}", f"owner: {d['owner']}",
             f"version: \"{d['major']}.{d['minor']}\"", 'status: approved', f"created: {iso(d['created'])}",
             f"last_reviewed: {iso(d['reviewed'])}", f"next_review: {iso(d['reviewed']+365*86400)}", 'controls:']
        o += [f'  - {c}' for c in d['controls']]
        if d['related']: o += ['related:'] + [f'  - {x}' for x in d['related']]
        o += ['---', '', f"# {d['title']}", '']
        rel = d['related']
        for i, (h, ps) in enumerate(d['secs']):
            o += [f'## {i+1}. {h}', '']
            for j, p in enumerate(ps):
                if j == 1 and i < len(rel):
                    t = docs[rel[i]]; p += f" See [{t['title']}]({os.path.relpath(t['path'], os.path.dirname(d['path']))})."
                o += [p, '']
            if i == 1:
                o += ['| No | Item | Owner | State |', '|---:|---|---|---|'] + ['| '+' | '.join(r)+' |' for r in d['rows']] + ['']
            if i == 2: o += [f'- **{R2}**: {ps[0][:60]}' for R2 in ROLES[:4]] + ['']
        return '\n'.join(o).encode()
    def edit(d, t):
        r = R.random()
        if r < .25:
            d['minor'] += 1; d['reviewed'] = t; return 'Review'
        if r < .45:
            row = R.choice(d['rows']); row[3] = R.choice(['Open','Closed','Accepted']); row[1] = R.choice(POOL)[:40]; return 'Update the register in'
        s = R.choice(d['secs']); s[1][R.randrange(3)] = para(max(2, a.words//(len(d['secs'])*45)))
        if r > .97: d['major'] += 1; d['minor'] = 0
        return 'Clarify'

    mark = 0; t = 1546300800; step = max(60, int((1793000000 - t) / a.commits))
    def commit(ref, ops, msg, t, frm=None, merge=None):
        nonlocal mark
        mark += 1
        an, ae = AUTHORS[min(int(len(AUTHORS)*R.random()**1.5), len(AUTHORS)-1)]
        m = msg.encode()
        w(f'commit {ref}\nmark :{mark}\nauthor {an} <{ae}> {t} +0100\ncommitter {an} <{ae}> {t+37} +0100\ndata {len(m)}\n'.encode()); w(m); w(b'\n')
        if frm: w(f'from :{frm}\n'.encode())
        if merge: w(f'merge :{merge}\n'.encode())
        for op in ops:
            if op[0] == 'M': w(f'M 100644 inline {op[1]}\ndata {len(op[2])}\n'.encode()); w(op[2]); w(b'\n')
            elif op[0] == 'D': w(f'D {op[1]}\n'.encode())
        w(b'\n'); return mark
    put = lambda did: ('M', docs[did]['path'], render(docs[did]))
    def pick(k, avoid=()):
        out = []
        for _ in range(k*4):
            x = live[int(len(live)*R.random()**1.6)]
            if x not in out and x not in avoid: out.append(x)
            if len(out) == k: break
        return out
    def body(verb, ids):
        s = f"{verb} {docs[ids[0]]['id']}" + (f' and {len(ids)-1} more' if len(ids) > 1 else '')
        if R.random() < .4: s += '\n\n' + R.choice(POOL) + '\n' + R.choice(POOL) + f'\n\nReviewed-by: {R.choice(AUTHORS)[0]}'
        return s + '\n'

    tip = commit('refs/heads/main', [('M','README.md',b'# AIMS\n\nAI management system.\n'),('M','.mailmap',b'Amina Diallo <amina@example.org> <amina.diallo@old.example.org>\n')], 'Start the AIMS repository\n', t)
    n = 1; renames = merges = deletes = 0; branch = None  # branch: [mark, ids, ops by path, commits left]
    first = int(a.docs*.3)
    while n < a.commits:
        t += R.randint(step//2, step*3//2)
        avoid = branch[1] if branch else ()
        left = a.commits - n
        need = a.docs - len(live)
        if len(live) < first or need*1.0 >= left*2.0 or (need > 0 and R.random() < min(.9, 3.0*need/ max(1,left))):
            k = min(need, R.randint(1,4)) if len(live) < first or need >= left*1.5 else min(need, R.randint(1,2))
            ids = [new_doc(t) for _ in range(max(1,k))]
            tip = commit('refs/heads/main', [put(i) for i in ids], body('Add', ids), t); n += 1; continue
        r = R.random()
        if branch and (branch[3] <= 0 or left <= 2):
            ops = list(branch[2].values())
            tip = commit('refs/heads/main', ops, f"Merge branch 'review/{n}'\n", t, merge=branch[0]); merges += 1; n += 1; branch = None; continue
        if branch and R.random() < .6:
            ids = branch[1][:R.randint(1,len(branch[1]))]
            verb = [edit(docs[i], t) for i in ids][0]
            ops = [put(i) for i in ids]
            for o in ops: branch[2][o[1]] = o
            branch[0] = commit('refs/heads/side', ops, body(verb, ids), t, frm=branch[0]); branch[3] -= 1; n += 1; continue
        if not branch and r < .045 and left > 6:
            ids = pick(R.randint(1,3))
            verb = [edit(docs[i], t) for i in ids][0]
            ops = [put(i) for i in ids]
            m = commit('refs/heads/side', ops, body(verb, ids), t, frm=tip); n += 1
            branch = [m, ids, {o[1]:o for o in ops}, R.randint(0,2)]; continue
        if r < .065:
            did = pick(1, avoid)
            if not did: continue
            did = did[0]; d = docs[did]; old = d['path']
            if R.random() < .5: d['area'] = R.choice(AREAS)
            else: d['slug'] = '-'.join(R.sample(WORDS, 3)); 
            d['path'] = f"docs/{d['folder']}/{d['area']}/{did.lower()}-{d['slug']}.md"
            if d['path'] == old: continue
            back = [x for x in backlinks.get(did, ()) if x in docs and x not in avoid][:12]
            if R.random() < .5 and os.path.dirname(old) == os.path.dirname(d['path']): ops = [('D',old), put(did)]
            else: edit(d, t); ops = [('D',old), put(did)]
            ops += [put(x) for x in sorted(back)]
            tip = commit('refs/heads/main', ops, f'Move {did}\n', t); renames += 1; n += 1; continue
        if r < .068 and len(live) > first:
            did = pick(1, avoid)
            if not did: continue
            if any(x in avoid for x in backlinks.get(did[0], ())): continue
            d, fix = drop(did[0])
            tip = commit('refs/heads/main', [('D', d['path'])]+[put(x) for x in sorted(fix)][:20], f"Withdraw {d['id']}\n", t); deletes += 1; n += 1; continue
        ids = pick(R.choice([1,1,1,2,2,3,4]), avoid)
        if not ids: continue
        verb = [edit(docs[i], t) for i in ids][0]
        tip = commit('refs/heads/main', [put(i) for i in ids], body(verb, ids), t); n += 1
    w(b'reset refs/heads/side\nfrom 0000000000000000000000000000000000000000\n\n')
    fi.stdin.close()
    if fi.wait(): sys.exit('fast-import failed')
    print(f'{a.out}: {n} commits, {len(live)} live documents, {renames} renames, {merges} merges, {deletes} deletions')
    if not a.no_repack: subprocess.run(['git','-C',a.out,'repack','-adfq','--window=20','--depth=50'], check=True)
    if not a.no_checkout: subprocess.run(['git','-C',a.out,'reset','-q','--hard','main'], check=True)
main()
