# Fills a new Redmine with a company through Redmine's own models, because its REST API creates neither API keys nor custom fields.
# Prints the keys of its users and the numbers of its issues as JSON.
require 'json'

Redmine::DefaultData::Loader.load('en')
# Redmine's forms store it this way too.
User.current = User.find(1)
Setting.rest_api_enabled = '1'
Setting.cross_project_issue_relations = '1'
# The code that writes notifications reads at the same time, which SQLite does not support.
Setting.notified_events = []

def person(login, name)
  one = User.new(firstname: name, lastname: 'Example', mail: "#{login}@example.com", language: 'en')
  one.login = login
  one.password = 'a-long-password'
  one.save!
  one
end

rita = person('rita', 'Rita')
bot = person('bot', 'Bot')
gone = person('gone', 'Gone')

def project(identifier, name, isPublic)
  Project.create!(name: name, identifier: identifier, is_public: isPublic, trackers: Tracker.all,
                  enabled_module_names: %w[issue_tracking wiki])
end

payments = project('payments', 'Payments', true)
mobile = project('mobile', 'Mobile', true)
secret = project('secret', 'Secret', false)
archived = project('archived', 'Archived', true)
closed = project('closed', 'Closed', true)

reporter = Role.find_by!(name: 'Reporter')
manager = Role.find_by!(name: 'Manager')
[payments, mobile, secret, archived, closed].each { |one| Member.create!(project: one, user: rita, roles: [manager]) }
Member.create!(project: payments, user: bot, roles: [reporter])

def field(name, format, more = {})
  IssueCustomField.create!(name: name, field_format: format, is_for_all: true, trackers: Tracker.all, **more)
end

fields = [
  field('QA', 'list', possible_values: %w[Passed Failed]),
  field('Regions', 'list', possible_values: %w[EU US], multiple: true),
  field('Customer demo', 'bool'),
  field('Release notes', 'link'),
  field('Rollback documentation', 'bool'),
  field('Points', 'int'),
  field('Tester', 'user'),
  field('Empty', 'string'),
].to_h { |one| [one.name, one] }
IssueCustomField.create!(name: 'Salary', field_format: 'string', is_for_all: true, trackers: Tracker.all,
                         visible: false, roles: [manager])

$feature = Tracker.find_by!(name: 'Feature')
$author = rita
def issue(project, subject, more = {})
  Issue.create!(project: project, tracker: $feature, author: $author, subject: subject, priority: IssuePriority.default,
                **more).reload
end

billing = IssueCategory.create!(project: payments, name: 'billing')
version = Version.create!(project: payments, name: '2.0')
closedStatus = IssueStatus.find_by!(name: 'Closed')

refunds = issue(payments, 'Refunds <b>& more</b>',
                description: "Back to the buyer.\r\n\r\n- [x] Code review\r\n- [ ] Announced\r\n\r\nSee \"the plan\":https://wiki.example.com/Refunds.",
                category: billing, fixed_version: version, assigned_to: rita, status: closedStatus)
refunds.custom_field_values = {
  fields['QA'].id => 'Passed', fields['Regions'].id => %w[EU US], fields['Customer demo'].id => '1',
  fields['Release notes'].id => 'https://wiki.example.com/Refunds_notes', fields['Rollback documentation'].id => '0',
  fields['Points'].id => '3', fields['Tester'].id => rita.id.to_s
}
refunds.save!

# Notes, one of them private, and a file do not belong to the ticket; only its description does.
def noted(issue, text, isPrivate)
  issue.reload.init_journal(issue.author, text)
  issue.private_notes = isPrivate
  issue.save!
end
noted(refunds, 'Tested on staging, see https://qa.example.com/runs/1', false)
noted(refunds, 'Hush.', true)
Attachment.create!(file: 'Screenshot', filename: 'screen.txt', author: rita, container: refunds)

demo = issue(payments, 'Show it to the customer')
ledger = issue(mobile, 'Ledger', status: closedStatus)
hidden = issue(secret, 'Hush')
IssueRelation.create!(issue_from: refunds, issue_to: demo, relation_type: 'relates')
IssueRelation.create!(issue_from: ledger, issue_to: refunds, relation_type: 'blocks')
IssueRelation.create!(issue_from: refunds, issue_to: hidden, relation_type: 'relates')

def page(project, title, text)
  wiki = project.wiki || Wiki.create!(project: project, start_page: 'Wiki')
  WikiPage.create!(wiki: wiki, title: title, content: WikiContent.new(text: text, author: $author))
end
plan = "h1. Plan\r\n\r\nh2. Release\r\n\r\nSwitch it on for everybody.\r\n\r\n# first\r\n\r\nh2. Rollback\r\n\r\nTODO\r\n"
page(payments, 'Plan_2.0', plan)
page(payments, 'Возвраты', plan)
page(payments, 'Old_plan', plan).tap { |one| one.reload.update!(title: 'New_plan') }
page(secret, 'Plan', plan)

privately = issue(payments, 'Between us', is_private: true)
moved = issue(payments, 'Moved')
moved.init_journal(rita)
moved.project = mobile
moved.save!
old = issue(archived, 'Old')
archived.archive
shut = issue(closed, 'Shut')
closed.close
# Created last, because SQLite reuses its number.
deleted = issue(payments, 'Deleted')
deleted.destroy

keys = { rita: rita.api_key, bot: bot.api_key, gone: gone.api_key }
gone.lock!

puts JSON.generate(
  keys: keys,
  issues: { refunds: refunds, demo: demo, ledger: ledger, hidden: hidden, private: privately, moved: moved,
            deleted: deleted, archived: old, closed: shut }.transform_values { |one| one.id.to_s }
)
