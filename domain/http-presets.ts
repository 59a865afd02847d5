import type { HttpPreset } from './trackers.ts';

/** Presets for trackers that the kind `http` can read. */
export const httpPresets: Readonly<Record<'youtrack' | 'yandex', HttpPreset>> = {
  youtrack: {
    url: null,
    path: '/api/issues/{key}?fields=idReadable,summary,description,resolved,reporter(login),project(shortName),tags(name),customFields(name,value(name,login,text,presentation)),links(direction,linkType(sourceToTarget,targetToSource),issues(idReadable,resolved,customFields(name,value(name))))',
    projectPath: '/api/admin/projects/{project}?fields=shortName',
    link: '{url}/issue/{key}',
    scheme: 'Bearer',
    mapping: {
      title: 'body.summary',
      text: 'body.description',
      project: 'body.project.shortName',
      author: 'body.reporter.login',
      labels: 'body.tags.map(t, t.name)',
      fields: 'body.customFields.map(f, {"name": f.name, "value": f.value})',
      kind: 'body.customFields.exists(f, f.name == "Type" && f.value != null) ? body.customFields.filter(f, f.name == "Type")[0].value.name : ""',
      status:
        'body.customFields.exists(f, f.name == "State" && f.value != null) ? body.customFields.filter(f, f.name == "State")[0].value.name : ""',
      statusCategory: 'body.resolved != null ? "done" : ""',
      links:
        'body.links.map(l, l.issues.map(i, {"type": l.direction == "INWARD" ? l.linkType.targetToSource : l.linkType.sourceToTarget, "key": i.idReadable, "issue": i, "status": i.resolved != null ? "resolved" : "unresolved"}))',
    },
  },
  yandex: {
    url: 'https://api.tracker.yandex.net',
    path: '/v2/issues/{key}',
    projectPath: '/v2/queues/{project}',
    link: 'https://tracker.yandex.ru/{key}',
    scheme: 'OAuth',
    mapping: {
      title: 'body.summary',
      text: 'has(body.description) ? body.description : ""',
      project: 'body.queue.key',
      author: 'body.createdBy.display',
      assignee: 'has(body.assignee) ? body.assignee.display : ""',
      kind: 'body.type.display',
      status: 'body.status.display',
      statusCategory: 'has(body.resolution) ? "done" : ""',
      labels: 'has(body.tags) ? body.tags : []',
      components: 'has(body.components) ? body.components.map(c, c.display) : []',
      fields: 'body',
    },
  },
};
