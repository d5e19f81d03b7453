#include "ui/dialogs/reachdialog.h"

#include "base/visible.h"
#include "forms/login.h"
#include "models/names.h"
#include "models/tone.h"
#include "operations/actions/actions.h"
#include "ui/dialogs/optioncombo.h"
#include "ui/dialogs/situation.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QFormLayout>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int reachDialogWidth = 560;
constexpr int lastPort = 65535;
constexpr int otherPort = 8080;
constexpr int reachIcon = 16;

using operations::ReachAnswer;
using operations::ReachCheck;

models::Tone toneOf(ReachCheck::Result result)
{
    switch (result) {
    case ReachCheck::Result::Passed:
        return models::Tone::Good;
    case ReachCheck::Result::Failed:
        return models::Tone::Error;
    case ReachCheck::Result::Unknown:
        return models::Tone::Unknown;
    case ReachCheck::Result::NotChecked:
        break;
    }
    return models::Tone::Off;
}

QString resultText(ReachCheck::Result result)
{
    switch (result) {
    case ReachCheck::Result::Passed:
        //: The result of one check
        return ReachDialog::tr("Passed");
    case ReachCheck::Result::Failed:
        return ReachDialog::tr("In the way");
    case ReachCheck::Result::Unknown:
        return ReachDialog::tr("Unknown");
    case ReachCheck::Result::NotChecked:
        break;
    }
    return ReachDialog::tr("Not checked");
}

/// What the user can do about the check that failed, which is said above it.
QString adviceFor(const std::optional<operations::ReachFix> &fix)
{
    if (!fix)
        return ReachDialog::tr("The instance cannot be reached until this has changed.");
    if (fix->action == "add-security-group-rule"_L1)
        return fix->values.value("direction"_L1) == "egress"_L1
                   ? ReachDialog::tr("Add a rule that lets the answers out.")
                   : ReachDialog::tr("Add a rule that lets it in, or check from another address.");
    if (fix->action == "add-security-group-to-port"_L1)
        return ReachDialog::tr("Add a security group with a rule that lets it in.");
    if (fix->action == "associate-floating-ip"_L1)
        return ReachDialog::tr("Associate a floating IP, or check from an address on its network.");
    return ReachDialog::tr(
        "The instance cannot be reached in this state. Change the state, then check again.");
}

} // namespace

ReachDialog::ReachDialog(const UiContext &context, QString serverId, QWidget *parent)
    : ActionDialog(context.theme, reachDialogWidth, parent)
    , m_context(context)
    , m_serverId(std::move(serverId))
    , m_subscription(context.stores.watch(operations::reachabilityKinds()))
    , m_serviceKey(forms::loginGuess(context.stores, m_serverId).way ==
                           forms::LoginWay::RemoteDesktop
                       ? u"rdp"_s
                       : u"ssh"_s)
    , m_fromKey(u"anywhere"_s)
{
    setObjectName(operations::checkReach);
    cancel()->setText(tr("Close"));
    setAction(tr("Connect…"), u"confirm"_s, ButtonKind::Primary);
    addQuestion();
    addLinks();
    m_verdict = new NotePanel(theme(), body());
    m_verdict->setObjectName(u"verdict"_s);
    column()->addWidget(m_verdict);
    column()->addStretch();
    std::vector<Kind> kinds = operations::reachabilityKinds();
    kinds.push_back(Kind::Server);
    for (const Kind kind : kinds) {
        const store::StoreBase &store = context.stores.at(kind);
        connect(&store, &store::StoreBase::changed, this, &ReachDialog::refresh);
        connect(&store, &store::StoreBase::stateChanged, this, &ReachDialog::refresh);
    }
    refresh();
    m_service->setFocus();
}

void ReachDialog::addQuestion()
{
    QFormLayout *fields = addFields();
    m_service = new OptionCombo(tr("Choose…"), body());
    std::vector<forms::LaunchOption> services;
    for (const operations::NetworkService &one : operations::networkServices()) {
        if (one.protocol == "tcp"_L1 || one.protocol == "icmp"_L1)
            services.push_back({one.key, one.name, one.key == m_serviceKey});
    }
    services.push_back({u"other"_s, tr("Another TCP port")});
    m_service->setOptions(services);
    addField(fields, tr("&Service"), m_service, u"service"_s);
    m_port = new QSpinBox(body());
    m_port->setRange(1, lastPort);
    m_port->setValue(otherPort);
    addField(fields, tr("&Port"), m_port, u"port"_s);
    m_from = new OptionCombo(tr("Choose…"), body());
    //: Where the traffic comes from
    addField(fields, tr("&From"), m_from, u"from"_s);
    m_source = new QLineEdit(body());
    m_source->setPlaceholderText(tr("For example 192.0.2.7 or 192.0.2.0/24"));
    addField(fields, tr("&Address or range"), m_source, u"source"_s);
    connect(m_service, &OptionCombo::chosen, this, [this](const QString &key) {
        m_serviceKey = key;
        refresh();
    });
    connect(m_from, &OptionCombo::chosen, this, [this](const QString &key) {
        m_fromKey = key;
        refresh();
        if (m_source->isVisible())
            m_source->setFocus();
    });
    connect(m_port, &QSpinBox::valueChanged, this, &ReachDialog::refresh);
    connect(m_source, &QLineEdit::textChanged, this, &ReachDialog::refresh);
}

void ReachDialog::addLinks()
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(metrics::gap);
    grid->setVerticalSpacing(metrics::gap);
    grid->setColumnStretch(1, 1);
    for (int i = 0; i < static_cast<int>(operations::reachLinks); ++i) {
        const Link link{new QLabel(body()), makeLabel({}, TextSize::Body, body())};
        link.text->setObjectName(u"check%1"_s.arg(i));
        link.text->setWordWrap(true);
        link.text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(link.icon, i, 0, Qt::AlignTop);
        grid->addWidget(link.text, i, 1);
        m_links.push_back(link);
    }
    column()->addLayout(grid);
}

void ReachDialog::showSources()
{
    QStringList destinations;
    for (const QString &address : operations::reachableAddresses(m_context.stores, m_serverId)) {
        if (destinations.isEmpty() && !address.contains(u':'))
            destinations.append(address); // public ones come first
    }
    m_own = operations::ownSource(m_context.ownNetwork(), destinations);
    if (!m_own && m_fromKey == "mine"_L1)
        m_fromKey = u"range"_s;
    std::vector<forms::LaunchOption> sources{{u"anywhere"_s, tr("Anywhere")}};
    if (m_own)
        sources.push_back({u"mine"_s, m_own->label});
    sources.push_back({u"range"_s, tr("An address or a range")});
    for (forms::LaunchOption &source : sources)
        source.chosen = source.id == m_fromKey;
    m_from->setOptions(sources);
}

bool ReachDialog::asksForSource() const
{
    return m_fromKey == "range"_L1 || (m_fromKey == "mine"_L1 && m_own->range.isEmpty());
}

operations::ReachQuestion ReachDialog::question() const
{
    operations::ReachQuestion asked{.serverId = m_serverId};
    if (const auto *service = operations::networkServiceNamed(m_serviceKey)) {
        asked.protocol = service->protocol;
        asked.port = service->portMin;
    } else {
        asked.port = m_port->value();
    }
    if (asksForSource())
        asked.source = m_source->text().trimmed();
    else if (m_fromKey == "mine"_L1)
        asked.source = m_own->range;
    return asked;
}

bool ReachDialog::isReady() const
{
    return std::ranges::all_of(operations::reachabilityKinds(), [this](Kind kind) {
        const store::LoadState &state = m_context.stores.at(kind).state();
        return state.loaded || state.error || state.absent;
    });
}

void ReachDialog::refresh()
{
    const auto server = m_context.stores.servers.find(m_serverId);
    setHead(tr("Check reachability"),
            server ? models::nameOrId(server->name, server->id) : m_serverId);
    auto *fields = static_cast<QFormLayout *>(column()->itemAt(0)->layout());
    const auto offer = [&](QWidget *field, bool on) {
        field->setVisible(on);
        fields->labelForField(field)->setVisible(on);
    };
    showSources();
    offer(m_port, m_serviceKey == "other"_L1);
    offer(m_source, asksForSource());
    const operations::ReachQuestion asked = question();
    const bool unfinished = asksForSource() && asked.source.isEmpty();
    const QString wrong = operations::sourceProblem(asked.source);
    m_fix.reset();
    if (!isReady() || unfinished || !wrong.isEmpty()) {
        for (const Link &link : m_links) {
            link.icon->clear();
            link.text->clear();
        }
        m_verdict->setNote(NotePanel::Kind::Plain,
                           unfinished && m_fromKey == "mine"_L1 ? m_own->note : QString());
        if (unfinished)
            setHint(tr("Enter an address or a range."));
        else if (!wrong.isEmpty())
            setProblem(wrong, true);
        else
            setProblem(tr("Loading what this depends on…"), false);
        return;
    }
    show(operations::checkReachability(m_context.stores, asked));
}

void ReachDialog::showLinks(const ReachAnswer &answer)
{
    for (std::size_t i = 0; i < m_links.size(); ++i) {
        const bool has = i < answer.checks.size();
        const ReachCheck check = has ? answer.checks[i] : ReachCheck{};
        m_links[i].icon->setPixmap(has ? theme().toneIcon(toneOf(check.result)).pixmap(reachIcon)
                                       : QPixmap());
        m_links[i].text->setText(check.text);
        m_links[i].text->setEnabled(check.result != ReachCheck::Result::NotChecked);
        //: The description of a check for screen readers. %1: "Passed"; %2: a sentence
        const QString spoken = tr("%1: %2").arg(resultText(check.result), check.text);
        m_links[i].text->setAccessibleName(has ? spoken : QString());
    }
}

void ReachDialog::show(const ReachAnswer &answer)
{
    showLinks(answer);
    m_fix = answer.fix;
    if (answer.obstacle()) {
        showObstacle();
        return;
    }
    m_verdict->setNote(
        NotePanel::Kind::Plain,
        tr("Nothing that the cloud knows stands in the way of %1. If there is still no answer, "
           "the service is not running, or a firewall inside the instance refuses it; a new "
           "instance needs a minute or two to start.")
            .arg(answer.address));
    const bool logsIn = m_serviceKey == "ssh"_L1 || m_serviceKey == "rdp"_L1;
    if (logsIn)
        m_fix = operations::ReachFix{operations::connectServer, m_serverId, {}, tr("Connect…")};
    showFix();
}

/// What helps may not be possible itself, as with a locked instance: then what helps there is
/// offered.
void ReachDialog::showObstacle()
{
    const QString text = adviceFor(m_fix);
    m_verdict->setNote(NotePanel::Kind::Caution, text);
    if (m_fix) {
        const operations::Situation now = situation(m_context);
        const operations::Action *helps = operations::actionNamed(m_fix->action);
        const QString why = helps->obstacle(now, m_fix->id);
        const auto ways = operations::remediesOf(*helps, now, m_fix->id);
        const auto way = std::ranges::find_if(
            ways, [](const operations::Way &one) { return one.action != nullptr; });
        if (!why.isEmpty() && way != ways.end()) {
            m_verdict->setNote(NotePanel::Kind::Caution, text + u'\n' + why);
            m_fix = operations::ReachFix{way->action->key, way->id, {}, way->text};
        }
    }
    showFix();
}

void ReachDialog::showFix()
{
    action()->setVisible(m_fix.has_value());
    if (!m_fix) {
        setProblem({}, true);
        return;
    }
    setActionText(m_fix->text);
    const operations::Action *helps = operations::actionNamed(m_fix->action);
    setProblem(helps->obstacle(situation(m_context), m_fix->id), true);
}

void ReachDialog::act()
{
    if (!m_fix)
        return;
    const operations::ReachFix fix = *m_fix;
    accept();
    Q_EMIT chosen(operations::actionNamed(fix.action), fix.id, fix.values);
}

} // namespace oriel::ui
