#include "ui/pages/activity/operationdetails.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "forms/floatingipback.h"
#include "forms/operationtext.h"
#include "models/words.h"
#include "ui/navigation/operationroute.h"
#include "ui/pages/activity/activitymodel.h"
#include "ui/theme/look.h"
#include "ui/widgets/commandbox.h"
#include "ui/widgets/copyabletext.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/focusreturn.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QStatusTipEvent>
#include <QtWidgets/QFrame>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

#include <memory>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using operations::StageState;

namespace {

struct StageAppearance
{
    QString icon;
    Theme::Color color;
};

StageAppearance appearanceOf(StageState state)
{
    switch (state) {
    case StageState::Waiting:
        return {u"circle"_s, Theme::Color::TextDisabled};
    case StageState::Running:
        return {u"loader-circle"_s, Theme::Color::Busy};
    case StageState::Done:
        return {u"circle-check"_s, Theme::Color::Good};
    case StageState::Failed:
        return {u"circle-x"_s, Theme::Color::Error};
    case StageState::Skipped:
        break;
    }
    return {u"minus"_s, Theme::Color::TextDisabled};
}

/// Whether both are the same project. Without a project ID (in the demo cloud) the texts are
/// compared.
bool isSameProject(const operations::JournalScope &one, const operations::JournalScope &other)
{
    return one.isSamePlace(other) && (!one.projectId.isEmpty() || one.words == other.words);
}

QString wordOf(StageState state)
{
    switch (state) {
    case StageState::Waiting:
        //: State of one stage of an operation.
        return OperationDetails::tr("waiting");
    case StageState::Running:
        //: State of one stage of an operation.
        return OperationDetails::tr("running");
    case StageState::Done:
        //: State of one stage of an operation.
        return OperationDetails::tr("done");
    case StageState::Failed:
        //: State of one stage of an operation.
        return OperationDetails::tr("failed");
    case StageState::Skipped:
        break;
    }
    //: State of one stage of an operation.
    return OperationDetails::tr("skipped");
}

} // namespace

OperationDetails::OperationDetails(Theme &theme, Clock &clock, QWidget *parent)
    : QScrollArea(parent)
    , m_theme(theme)
    , m_clock(clock)
    , m_content(new QWidget)
    , m_title(makeLabel({}, TextSize::Heading, m_content))
    , m_outcomeIcon(new QLabel(m_content))
    , m_outcome(makeLabel({}, TextSize::Body, m_content))
    , m_error(new QFrame(m_content))
    , m_errorText(makeLabel({}, TextSize::Body, m_error))
    , m_help(new QHBoxLayout)
    , m_question(new QFrame(m_content))
    , m_questionText(makeLabel({}, TextSize::Body, m_question))
    , m_choices(new QHBoxLayout)
    , m_focus(new FocusReturn(*m_question))
    , m_stages(new QVBoxLayout)
    , m_notes(makeLabel({}, TextSize::Body, m_content))
    , m_requestIds(new QWidget(m_content))
    , m_command(new CommandBox(theme, m_content))
    , m_go(new QPushButton(tr("Show"), m_content))
    , m_moveBack(new QPushButton(m_content))
    , m_undo(new QPushButton(tr("Undo"), m_content))
    , m_remove(new QPushButton(tr("Remove leftovers"), m_content))
    , m_copy(new QPushButton(tr("Copy all"), m_content))
    , m_cancel(new QPushButton(tr("Cancel operation"), m_content))
    , m_cancelText(makeLabel({}, TextSize::Small, m_content))
    , m_elsewhere(makeLabel({}, TextSize::Small, m_content))
{
    setObjectName(u"operationDetails"_s);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    for (QLabel *label : {m_title, m_outcome, m_errorText, m_questionText, m_notes, m_elsewhere})
        label->setWordWrap(true);
    auto *ids = new QVBoxLayout(m_requestIds);
    ids->setContentsMargins(0, 0, 0, 0);
    ids->setSpacing(2);
    m_errorText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setPanelKind(m_error, PanelKind::Error);
    auto *error = new QVBoxLayout(m_error);
    error->setContentsMargins(12, 10, 12, 10);
    error->setSpacing(metrics::gap);
    error->addWidget(m_errorText);
    m_help->setSpacing(metrics::gap);
    error->addLayout(m_help);
    m_question->setObjectName(u"operationQuestion"_s);
    setPanelKind(m_question, PanelKind::Warning);
    auto *question = new QVBoxLayout(m_question);
    question->setContentsMargins(12, 10, 12, 10);
    question->setSpacing(metrics::gap);
    question->addWidget(m_questionText);
    question->addLayout(m_choices);

    auto *outcome = new QHBoxLayout;
    outcome->setSpacing(metrics::gap);
    outcome->addWidget(m_outcomeIcon);
    outcome->addWidget(m_outcome, 1);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(asText()); });
    connect(m_go, &QPushButton::clicked, this, [this] {
        if (m_entry && m_switches)
            Q_EMIT navigateIn(m_entry->scope, operationRoute(*m_entry));
        else if (m_entry)
            Q_EMIT navigate(operationRoute(*m_entry));
    });
    m_moveBack->setObjectName(u"moveBack"_s);
    connect(m_moveBack, &QPushButton::clicked, this, [this] {
        if (m_entry)
            Q_EMIT moveBackWanted(*m_entry);
    });
    m_undo->setObjectName(u"undo"_s);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        if (m_entry)
            Q_EMIT undoWanted(*m_entry);
    });
    m_remove->setObjectName(u"removeLeftovers"_s);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (m_entry)
            Q_EMIT removalWanted(*m_entry);
    });
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::gap);
    buttons->addWidget(m_go);
    buttons->addWidget(m_remove);
    buttons->addWidget(m_moveBack);
    buttons->addWidget(m_undo);
    buttons->addWidget(m_copy);
    buttons->addStretch();
    auto *canceling = new QHBoxLayout;
    canceling->setSpacing(metrics::gap);
    canceling->addWidget(m_cancel);
    canceling->addWidget(m_cancelText, 1);
    m_stages->setSpacing(6);

    auto *layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(metrics::pad, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addLayout(outcome);
    layout->addLayout(buttons);
    layout->addLayout(canceling);
    layout->addWidget(m_elsewhere);
    layout->addWidget(m_question);
    layout->addWidget(m_error);
    layout->addLayout(m_stages);
    layout->addWidget(m_notes);
    layout->addWidget(m_requestIds);
    layout->addWidget(m_command);
    layout->addStretch();
    setWidget(m_content);
    connect(&theme, &Theme::changed, this, &OperationDetails::refill);
    m_cancel->setObjectName(u"cancelOperation"_s);
    m_cancelText->setObjectName(u"cancelText"_s);
    m_cancelText->setWordWrap(true);
    setSecondary(m_cancelText);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_operation)
            m_operation->cancel();
    });
    m_go->setObjectName(u"showSubject"_s);
    m_elsewhere->setObjectName(u"belongsElsewhere"_s);
    setSecondary(m_elsewhere);
    show(std::nullopt, {});
}

void OperationDetails::show(const std::optional<operations::JournalEntry> &entry,
                            const operations::JournalScope &here, operations::Operation *operation)
{
    m_entry = entry;
    m_operation = operation;
    m_content->setVisible(entry.has_value());
    fillPlace(here);
    const QString elsewhere = m_elsewhere->text();
    const auto moved = entry ? forms::movedFloatingIp(*entry) : std::nullopt;
    m_moveBack->setVisible(moved.has_value());
    //: Button. %1: an IP address
    m_moveBack->setText(moved ? tr("Move %1 back").arg(moved->address) : QString());
    m_moveBack->setEnabled(elsewhere.isEmpty());
    m_moveBack->setToolTip(!elsewhere.isEmpty() ? elsewhere
                           //: Tooltip of "Move … back". %1: the name of an instance
                           : moved ? tr("To “%1”").arg(isolated(moved->fromName))
                                   : QString());
    setUndo({}, {});
    setLeaves(false);
    if (entry)
        refill();
    else
        setHelp({});
}

void OperationDetails::fillPlace(const operations::JournalScope &here)
{
    QString text;
    m_switches = false;
    if (m_entry && !isSameProject(m_entry->scope, here)) {
        const operations::JournalScope &scope = m_entry->scope;
        const QString place = isolated(scope.words);
        const bool sameCloud = scope.authUrl == here.authUrl;
        m_switches = sameCloud && scope.region == here.region && !scope.projectId.isEmpty();
        text = m_switches ? tr("It belongs to %1.").arg(place)
               : sameCloud
                   ? tr("It belongs to %1. To show it, switch to that project at the top of the "
                        "window.")
                         .arg(place)
                   : tr("It belongs to %1. To show it, sign in there with the cloud's menu at "
                        "the top of the window.")
                         .arg(place);
    }
    m_elsewhere->setText(text);
    m_elsewhere->setVisible(!text.isEmpty());
    //: Button: switches to the project of the operation, and shows its resource there.
    m_go->setText(m_switches ? tr("Switch and show") : tr("Show"));
    m_go->setEnabled(text.isEmpty() || m_switches);
    m_go->setToolTip(text);
}

void OperationDetails::setUndo(const QString &title, const QString &reason)
{
    m_undo->setVisible(!title.isEmpty());
    m_undo->setEnabled(reason.isEmpty());
    m_undo->setToolTip(reason.isEmpty() ? title : reason);
    m_undo->setAccessibleDescription(m_undo->toolTip());
}

void OperationDetails::setLeaves(bool leaves)
{
    m_remove->setVisible(leaves);
    // What a successful operation has kept is the user's data: the dialog that deletes asks first.
    m_remove->setText(m_entry && m_entry->outcome == operations::Outcome::Succeeded
                          ? tr("Delete what was kept…")
                          : tr("Remove leftovers"));
    m_remove->setEnabled(m_elsewhere->text().isEmpty());
    m_remove->setToolTip(m_elsewhere->text());
}

void OperationDetails::setHelp(std::vector<HelpOffer> offers)
{
    const bool same =
        std::ranges::equal(offers, m_offers, [](const HelpOffer &one, const HelpOffer &other) {
            return one.key == other.key && one.text == other.text && one.tip == other.tip;
        });
    m_offers = std::move(offers);
    if (same)
        return; // keep the buttons, and with them the focus
    while (QLayoutItem *item = m_help->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be the button that was clicked
        }
        delete item;
    }
    for (const HelpOffer &offer : m_offers) {
        auto *button = new QPushButton(offer.text, m_error);
        button->setObjectName(u"help-"_s + offer.key);
        button->setToolTip(offer.tip);
        connect(button, &QPushButton::clicked, this, [this, key = offer.key] {
            const auto found = std::ranges::find(m_offers, key, &HelpOffer::key);
            if (found != m_offers.end()) {
                const auto act = found->act; // it may replace the offers
                act();
            }
        });
        m_help->addWidget(button);
    }
    if (!m_offers.empty())
        m_help->addStretch();
}

void OperationDetails::open()
{
    if (m_go->isEnabled()) {
        m_go->click();
        return;
    }
    QStatusTipEvent tip(m_go->toolTip());
    QCoreApplication::sendEvent(this, &tip);
}

void OperationDetails::fillMenu(QMenu &menu) const
{
    for (QPushButton *button : {m_go, m_remove, m_moveBack, m_undo, m_cancel, m_copy}) {
        if (button->isHidden())
            continue;
        QAction *action = menu.addAction(button->text());
        action->setEnabled(button->isEnabled());
        action->setToolTip(button->toolTip());
        connect(action, &QAction::triggered, button, &QPushButton::click);
    }
}

QString OperationDetails::stageTime(const QDateTime &started, const QDateTime &ended) const
{
    if (!started.isValid())
        return {};
    const QDateTime end = ended.isValid() ? ended : m_clock.now();
    return durationText(std::chrono::seconds(std::max<qint64>(0, started.secsTo(end))));
}

QStringList OperationDetails::troubleLines() const
{
    if (forms::needsNewerOriel(*m_entry))
        return {tr("This version of Oriel does not know how to finish this."),
                tr("It is kept. A newer version will finish it when you sign in to %1 as %2.")
                    .arg(isolated(m_entry->scope.words), isolated(m_entry->userName))};
    if (forms::isAbandoned(*m_entry))
        return {tr("Oriel quit while this was in progress."),
                tr("It will be finished when you sign in to %1 as %2.")
                    .arg(isolated(m_entry->scope.words), isolated(m_entry->userName))};
    const forms::ErrorText error = forms::describe(*m_entry);
    QStringList lines{error.what, error.why, error.advice};
    lines.removeAll({});
    return lines;
}

void OperationDetails::refill()
{
    if (!m_entry)
        return;
    const operations::JournalEntry &entry = *m_entry;
    m_title->setText(entry.title);
    m_outcomeIcon->setPixmap(
        outcomeIcon(m_theme, entry).pixmap(QSize(18, 18), devicePixelRatioF()));
    const QDateTime begun = entry.started.toLocalTime();
    const bool today = begun.date() == m_clock.now().toLocalTime().date();
    m_outcome->setText(
        //: %1: an outcome: "Done"; %2: a time
        tr("%1, started at %2")
            .arg(forms::outcomeWord(entry),
                 QLocale().toString(begun, today ? u"HH:mm:ss"_s : u"yyyy-MM-dd HH:mm:ss"_s)));
    const QStringList lines = troubleLines();
    m_errorText->setText(visibleLines(lines.join(u'\n')));
    m_error->setVisible(!lines.isEmpty());
    setPanelKind(m_error, entry.outcome == operations::Outcome::Failed ? PanelKind::Error
                                                                       : PanelKind::Warning);
    fillQuestion();
    fillCancel();
    fillStages();
    QStringList notes = entry.notes;
    if (entry.outcome == operations::Outcome::Canceled ||
        entry.outcome == operations::Outcome::Requested)
        notes.prepend(forms::outcomeText(entry));
    m_notes->setText(notes.join(u'\n'));
    m_notes->setVisible(!notes.isEmpty());
    fillRequestIds();
    if (m_command->command() != entry.command)
        m_command->setCommand(entry.command);
    m_command->setVisible(!entry.command.isEmpty());
}

void OperationDetails::fillQuestion()
{
    const auto question = m_operation ? m_operation->question() : std::nullopt;
    if (question == m_asked) {
        m_question->setVisible(question.has_value());
        return; // keep the buttons, and with them the focus
    }
    m_focus->giveBack(*m_question);
    m_question->setVisible(question.has_value());
    m_asked = question;
    while (QLayoutItem *item = m_choices->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    if (!question)
        return;
    m_questionText->setText(question->text);
    for (const operations::Choice &choice : question->choices) {
        auto *button = new QPushButton(choice.text, m_question);
        connect(button, &QPushButton::clicked, this, [this, key = choice.key] {
            if (m_operation)
                m_operation->decide(key);
        });
        m_choices->addWidget(button);
    }
    m_choices->addStretch();
}

void OperationDetails::fillCancel()
{
    const bool running = m_operation && m_operation->outcome() == operations::Outcome::Running;
    const bool can = running && m_operation->canCancel();
    m_cancel->setVisible(can);
    m_cancelText->setText(can                                     ? m_operation->cancelText()
                          : running && m_operation->isCanceling() ? tr("Canceling…")
                                                                  : QString());
    m_cancelText->setVisible(!m_cancelText->text().isEmpty());
    m_cancel->setAccessibleDescription(m_cancelText->text());
}

void OperationDetails::fillStages()
{
    const auto &stages = m_entry->stages;
    while (m_stages->count() > static_cast<int>(stages.size())) {
        QLayoutItem *item = m_stages->takeAt(m_stages->count() - 1);
        delete item->widget();
        delete item;
    }
    while (m_stages->count() < static_cast<int>(stages.size())) {
        auto *row = new QWidget(m_content);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(metrics::gap);
        layout->addWidget(new QLabel(row));
        layout->addWidget(new ElidedLabel({}, row), 1);
        auto *time = new ElidedLabel({}, row);
        setSecondary(time);
        layout->addWidget(time);
        m_stages->addWidget(row);
    }
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const operations::Stage &stage = stages[i];
        QLayout *row = m_stages->itemAt(static_cast<int>(i))->widget()->layout();
        const StageAppearance look = appearanceOf(stage.state);
        auto *icon = static_cast<QLabel *>(row->itemAt(0)->widget());
        icon->setPixmap(
            m_theme.icon(look.icon, look.color).pixmap(QSize(16, 16), devicePixelRatioF()));
        icon->setAccessibleName(wordOf(stage.state));
        QString text = isolated(stage.title);
        if (stage.state == StageState::Running && stage.percent >= 0)
            //: %1: a stage: "Upload the image"; %2: its progress
            text = tr("%1, %2 %").arg(text, QString::number(stage.percent));
        else if (!stage.detail.isEmpty() && stage.state != StageState::Done)
            //: %1: a stage: "Upload the image"; %2: a detail about it
            text = tr("%1 (%2)").arg(text, isolated(models::stageDetail(stage.detail)));
        static_cast<ElidedLabel *>(row->itemAt(1)->widget())->setFullText(text);
        static_cast<ElidedLabel *>(row->itemAt(2)->widget())
            ->setFullText(stageTime(stage.started, stage.ended));
    }
}

void OperationDetails::fillRequestIds()
{
    m_requestIds->setVisible(!m_entry->requestIds.isEmpty());
    if (m_shownIds == m_entry->requestIds)
        return; // keep the focus
    m_shownIds = m_entry->requestIds;
    while (const std::unique_ptr<QLayoutItem> item{m_requestIds->layout()->takeAt(0)})
        item->widget()->deleteLater();
    for (const QString &id : m_shownIds) {
        auto *line = new CopyableText(m_theme, tr("Request ID"), id, TextSize::Mono, m_requestIds);
        m_requestIds->layout()->addWidget(line);
        line->show();
    }
}

QString OperationDetails::asText() const
{
    if (!m_entry)
        return {};
    const operations::JournalEntry &entry = *m_entry;
    const auto time = [](const QDateTime &when) {
        return when.isValid() ? when.toString(Qt::ISODate) : u"-"_s;
    };
    QStringList lines{entry.title, u"%1  %2  %3"_s.arg(forms::outcomeWord(entry),
                                                       time(entry.started), time(entry.ended))};
    if (!entry.scope.words.isEmpty())
        lines << entry.scope.words;
    for (const operations::Stage &stage : entry.stages)
        lines << u"  %1: %2  %3  %4  %5"_s
                     .arg(stage.title, wordOf(stage.state), time(stage.started), time(stage.ended),
                          stage.detail)
                     .trimmed()
                     .prepend(u"  "_s);
    lines << entry.notes << troubleLines();
    if (const QString details = forms::describe(entry).details; !details.isEmpty())
        lines << details;
    lines << entry.requestIds;
    if (!entry.command.isEmpty())
        lines << entry.command;
    return lines.join(u'\n');
}

} // namespace oriel::ui
