#include "ui/window/statusline.h"

#include "base/visible.h"
#include "operations/operationcenter.h"
#include "ui/theme/captions.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/focusreturn.h"

#include <QtGui/QAccessible>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr std::chrono::seconds noticeDuration{8};
constexpr std::chrono::minutes lateDuration{2};
constexpr std::chrono::seconds actionDuration{20}; ///< for a notice with an action

} // namespace

StatusLine::StatusLine(Theme &theme, Clock &clock, operations::OperationCenter &operations,
                       QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_clock(clock)
    , m_operations(operations)
    , m_page(new ElidedLabel({}, this))
    , m_notice(new QWidget(this))
    , m_noticeFocus(new FocusReturn(*m_notice))
    , m_noticeIcon(new QLabel(m_notice))
    , m_noticeText(new ElidedLabel({}, m_notice))
    , m_noticeAction(new QToolButton(m_notice))
    , m_noticeLink(new QToolButton(m_notice))
    , m_running(new QToolButton(this))
    , m_cancel(new QToolButton(this))
    , m_network(new QLabel(this))
{
    setObjectName(u"statusLine"_s);
    setTextSize(m_page, TextSize::Small);
    setSecondary(m_page);
    m_page->setObjectName(u"pageStatus"_s);

    m_running->setObjectName(u"runningOperations"_s);
    m_running->setAutoRaise(true);
    m_running->setFocusPolicy(Qt::StrongFocus);
    m_running->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_running->setIcon(theme.icon(u"loader-circle"_s, Theme::Color::Busy));
    setTextSize(m_running, TextSize::Small);
    m_running->setToolTip(tr("Show what is running"));
    connect(m_running, &QToolButton::clicked, this, &StatusLine::activityWanted);

    m_cancel->setObjectName(u"cancelOperation"_s);
    m_cancel->setAutoRaise(true);
    m_cancel->setFocusPolicy(Qt::StrongFocus);
    m_cancel->setText(tr("Cancel"));
    setTextSize(m_cancel, TextSize::Small);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (m_cancelable)
            m_cancelable->cancel();
    });

    setTextSize(m_network, TextSize::Small);
    setSecondary(m_network);
    m_network->setObjectName(u"networkActivity"_s);
    m_network->setMinimumWidth(m_network->fontMetrics().horizontalAdvance(tr("Updating…")) + 2);
    m_network->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    makeNotice();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::wide, 0, metrics::pad, 0);
    layout->setSpacing(metrics::pad);
    layout->addWidget(m_page);
    layout->addWidget(m_notice);
    layout->addStretch(1);
    layout->addWidget(m_running);
    layout->addWidget(m_cancel);
    layout->addWidget(m_network);
    setFixedHeight(34);

    using Center = operations::OperationCenter;
    connect(&operations, &Center::changed, this, [this] { showRunning(); });
    connect(&operations, &Center::runningChanged, this, [this] { showRunning(); });
    showRunning();
}

void StatusLine::makeNotice()
{
    m_notice->setObjectName(u"statusNotice"_s);
    setTextSize(m_noticeText, TextSize::Small);
    for (QToolButton *button : {m_noticeAction, m_noticeLink}) {
        setTextSize(button, TextSize::Small);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
    }
    m_noticeAction->setObjectName(u"statusNoticeAction"_s);
    connect(m_noticeAction, &QToolButton::clicked, this, [this] {
        hideNotice();
        if (const auto act = std::exchange(m_noticeActs, {}))
            act();
    });
    connect(m_noticeLink, &QToolButton::clicked, this, [this] {
        hideNotice();
        if (m_noticeRoute)
            Q_EMIT navigate(*m_noticeRoute);
    });
    auto *close = new QToolButton(m_notice);
    close->setAutoRaise(true);
    close->setIcon(m_theme.icon(u"x"_s));
    close->setIconSize(QSize(14, 14));
    close->setToolTip(tr("Close"));
    close->setAccessibleName(tr("Close"));
    connect(close, &QToolButton::clicked, this, &StatusLine::hideNotice);
    auto *layout = new QHBoxLayout(m_notice);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::gap);
    layout->addWidget(m_noticeIcon);
    layout->addWidget(m_noticeText, 1);
    layout->addWidget(m_noticeAction);
    layout->addWidget(m_noticeLink);
    layout->addWidget(close);
    m_notice->hide();
}

void StatusLine::showNotice(const Notice &notice)
{
    m_noticeRoute = notice.link;
    const QIcon mark = notice.kind == Notice::Kind::Done
                           ? m_theme.icon(u"circle-check"_s, Theme::Color::Good)
                           : m_theme.icon(u"triangle-alert"_s, Theme::Color::Warning);
    m_noticeIcon->setPixmap(mark.pixmap(QSize(18, 18), devicePixelRatioF()));
    m_noticeText->setFullText(notice.text.isEmpty() ? notice.title
                                                    : notice.title + u" · "_s + notice.text);
    m_noticeActs = notice.action;
    m_noticeAction->setText(notice.actionText);
    m_noticeAction->setToolTip(notice.actionTip);
    m_noticeAction->setAccessibleDescription(notice.actionTip);
    m_noticeAction->setVisible(notice.action != nullptr);
    m_noticeLink->setText(notice.linkText);
    m_noticeLink->setVisible(notice.link.has_value());
    m_notice->setAccessibleName(notice.title);
    m_notice->show();
    QAccessibleEvent event(m_notice, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    m_clock.after(notice.late     ? lateDuration
                  : notice.action ? actionDuration
                                  : noticeDuration,
                  this, [this, told = ++m_noticeCount] { expire(told); });
}

void StatusLine::hideNotice()
{
    m_noticeFocus->giveBack(*m_notice);
    m_notice->hide();
}

void StatusLine::expire(quint64 told)
{
    if (told != m_noticeCount)
        return;
    const QWidget *focused = focusWidget();
    if (m_notice->underMouse() ||
        (focused && focused->hasFocus() && m_notice->isAncestorOf(focused))) {
        m_clock.after(noticeDuration, this, [this, told] { expire(told); });
        return;
    }
    m_notice->hide();
}

void StatusLine::setPageText(const QString &text)
{
    if (m_page->fullText() != text)
        m_page->setFullText(text);
}

void StatusLine::setNetworkActivity(int running)
{
    m_network->setText(running > 0 ? tr("Updating…") : QString());
}

void StatusLine::showRunning()
{
    operations::Operation *newest = nullptr;
    int count = 0;
    for (const auto &operation : m_operations.operations()) {
        if (operation->outcome() != operations::Outcome::Running)
            continue;
        if (!newest)
            newest = operation.get();
        ++count;
    }
    m_running->setVisible(count > 0);
    // Only for an operation that has shut an instance down, and only if it is unambiguous.
    const bool cancels = count == 1 && newest->canCancel() && !newest->consequence().isEmpty();
    m_cancelable = cancels ? newest : nullptr;
    m_cancel->setVisible(cancels);
    m_cancel->setToolTip(cancels ? newest->cancelText() : QString());
    //: For screen readers. %1: an operation: "Create snapshot “backup”"
    m_cancel->setAccessibleName(cancels ? tr("Cancel: %1").arg(newest->title()) : tr("Cancel"));
    m_cancel->setAccessibleDescription(m_cancel->toolTip());
    if (!newest)
        return;
    const auto &stages = newest->stages();
    const auto done =
        std::count_if(stages.begin(), stages.end(), [](const operations::Stage &stage) {
            return stage.state != operations::StageState::Waiting &&
                   stage.state != operations::StageState::Running;
        });
    const auto total = static_cast<std::ptrdiff_t>(stages.size());
    QString text;
    if (count > 1)
        text = tr("%n operation(s) running", nullptr, count);
    else if (stages.size() > 1)
        //: %1: an operation: "Create snapshot “backup”"; step %2 of its %3 is in progress.
        text = tr("%1: step %2 of %3")
                   .arg(isolated(newest->title()), QString::number(std::min(done + 1, total)),
                        QString::number(total));
    else
        text = newest->title();
    m_running->setText(asCaption(m_running->fontMetrics().elidedText(text, Qt::ElideMiddle, 420)));
    m_running->setAccessibleName(text);
}

} // namespace oriel::ui
