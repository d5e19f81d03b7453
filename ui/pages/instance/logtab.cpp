#include "ui/pages/instance/logtab.h"

#include "forms/errortext.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/messagepane.h"

#include <QtGui/QAction>
#include <QtGui/QShortcut>
#include <QtGui/QTextBlock>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFrame>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStackedLayout>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

LogTab::LogTab(const UiContext &ui, QString serverId, QWidget *parent)
    : QWidget(parent)
    , m_ui(ui)
    , m_log(ui.client, std::move(serverId))
    , m_find(new QLineEdit(this))
    , m_found(makeLabel({}, TextSize::Small, this))
    , m_lines(new QComboBox(this))
    , m_refresh(new QPushButton(tr("Refresh"), this))
    , m_text(new QPlainTextEdit(this))
    , m_message(new MessagePane(ui.theme, this))
{
    setObjectName(u"logTab"_s);
    m_find->setObjectName(u"logFind"_s);
    m_find->setPlaceholderText(tr("Find in the log"));
    m_find->setAccessibleName(tr("Find in the log"));
    m_find->setClearButtonEnabled(true);
    m_find->setMaximumWidth(360);
    QAction *glass = m_find->addAction(QIcon(), QLineEdit::LeadingPosition);
    const auto paint = [this, glass] {
        glass->setIcon(m_ui.theme.icon(u"search"_s, Theme::Color::TextSecondary));
    };
    connect(&ui.theme, &Theme::changed, glass, paint);
    paint();
    setSecondary(m_found);
    for (const int lines : {200, 1000, 5000})
        m_lines->addItem(tr("Last %1 lines").arg(lines), lines);
    //: Choice for the length of a log, after "Last 200 lines".
    m_lines->addItem(tr("Everything"), 0);
    m_lines->setAccessibleName(tr("Length of the log"));
    m_refresh->setObjectName(u"logRefresh"_s);
    m_text->setObjectName(u"logText"_s);
    m_text->setAccessibleName(tr("Log"));
    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setTabChangesFocus(true);
    m_text->setUndoRedoEnabled(false);
    setTextSize(m_text, TextSize::Mono);

    auto *bar = new QHBoxLayout;
    bar->setSpacing(metrics::gap);
    bar->addWidget(m_find, 1);
    bar->addWidget(m_found);
    bar->addStretch(1);
    bar->addWidget(m_lines);
    bar->addWidget(m_refresh);
    auto *frame = new QFrame(this);
    setPanelKind(frame, PanelKind::Card);
    auto *inside = new QVBoxLayout(frame);
    inside->setContentsMargins(1, 1, 1, 1);
    m_stack = new QStackedLayout;
    m_stack->addWidget(m_text);
    m_stack->addWidget(m_message);
    inside->addLayout(m_stack);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, metrics::pad, 0, 0);
    layout->setSpacing(metrics::gap + metrics::unit);
    layout->addLayout(bar);
    layout->addWidget(frame, 1);

    connect(&m_log, &forms::ConsoleLog::changed, this, &LogTab::follow);
    connect(m_refresh, &QPushButton::clicked, this, &LogTab::load);
    connect(m_lines, &QComboBox::currentIndexChanged, this, &LogTab::load);
    connect(m_find, &QLineEdit::textChanged, this, &LogTab::markFound);
    connect(m_find, &QLineEdit::returnPressed, this, [this] { find(false); });
    auto *next = new QShortcut(QKeySequence::FindNext, this);
    next->setWhatsThis(tr("Find the next one in the log"));
    next->setContext(Qt::WidgetWithChildrenShortcut);
    connect(next, &QShortcut::activated, this, [this] { find(false); });
    auto *previous = new QShortcut(QKeySequence::FindPrevious, this);
    previous->setWhatsThis(tr("Find the previous one in the log"));
    previous->setContext(Qt::WidgetWithChildrenShortcut);
    connect(previous, &QShortcut::activated, this, [this] { find(true); });
}

void LogTab::focusFind()
{
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

void LogTab::load()
{
    m_log.load(m_lines->currentData().toInt());
}

void LogTab::follow()
{
    m_refresh->setEnabled(!m_log.isLoading());
    if (m_log.isLoading()) {
        if (m_log.text())
            return; // it stays visible
        m_message->show(u"file-text"_s, tr("Loading the log…"), {});
        m_stack->setCurrentWidget(m_message);
    } else if (m_log.text()) {
        showLog(*m_log.text());
    } else if (const auto &error = m_log.error()) {
        m_message->showError(forms::describe(*error, tr("The log could not be loaded.")));
        connect(m_message->addButton(tr("Retry"), true), &QPushButton::clicked, this,
                &LogTab::load);
        m_stack->setCurrentWidget(m_message);
    }
}

void LogTab::showLog(const QString &log)
{
    if (log.trimmed().isEmpty()) {
        m_message->show(u"file-text"_s, tr("The log is empty"),
                        tr("The instance has not written anything to its console."));
        m_stack->setCurrentWidget(m_message);
        return;
    }
    m_stack->setCurrentWidget(m_text);
    if (log == m_text->toPlainText())
        return;
    QScrollBar *bar = m_text->verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum();
    const int value = bar->value();
    m_text->setPlainText(log);
    bar->setValue(atEnd ? bar->maximum() : value);
    markFound();
}

void LogTab::find(bool backward)
{
    const QString text = m_find->text();
    if (text.isEmpty())
        return;
    const QTextDocument::FindFlags flags =
        backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    if (m_text->find(text, flags))
        return;
    // Wrap around.
    QTextCursor cursor = m_text->textCursor();
    cursor.movePosition(backward ? QTextCursor::End : QTextCursor::Start);
    m_text->setTextCursor(cursor);
    m_text->find(text, flags);
}

void LogTab::markFound()
{
    const QString text = m_find->text();
    QList<QTextEdit::ExtraSelection> marks;
    constexpr int most = 1000; // more would only color the whole log
    if (!text.isEmpty()) {
        QTextCursor at(m_text->document());
        while (marks.size() < most) {
            at = m_text->document()->find(text, at);
            if (at.isNull())
                break;
            QTextEdit::ExtraSelection mark;
            mark.cursor = at;
            mark.format.setBackground(m_ui.theme.color(Theme::Color::WarningSoft));
            marks.append(mark);
        }
    }
    m_text->setExtraSelections(marks);
    m_found->setText(text.isEmpty() ? QString()
                     //: Result of searching the log.
                     : marks.isEmpty()      ? tr("Not found")
                     : marks.size() >= most ? tr("More than %1 found").arg(most)
                                            //: Result of searching the log: a number of matches.
                                            : tr("%1 found").arg(marks.size()));
    if (!marks.isEmpty() && !m_text->textCursor().hasSelection())
        m_text->setTextCursor(
            marks.last().cursor); // the newest match, because a log is read from its end
}

} // namespace oriel::ui
