#include "ui/widgets/noticebar.h"

#include "base/humanize.h"
#include "base/visible.h"
#include "store/store.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/focusreturn.h"
#include "ui/widgets/foot.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

NoticeBar::NoticeBar(Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
    , m_focus(new FocusReturn(*this))
{
    setObjectName(u"noticeBar"_s);
    markAsFoot(*this);
    m_text->setObjectName(u"noticeText"_s);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_action->setObjectName(u"noticeAction"_s);
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close"));

    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(metrics::gap + metrics::unit, metrics::unit + 2, metrics::gap,
                             metrics::unit + 2);
    line->setSpacing(metrics::gap);
    line->addWidget(m_icon, 0, Qt::AlignVCenter);
    line->addWidget(m_text, 1);
    line->addWidget(m_action);
    line->addWidget(m_close);

    connect(m_action, &QPushButton::clicked, this, &NoticeBar::actionClicked);
    connect(m_close, &QToolButton::clicked, this, &NoticeBar::dismiss);
    connect(&theme, &Theme::changed, this, &NoticeBar::paintIcons);
    hide();
}

void NoticeBar::paintIcons()
{
    QIcon icon = m_theme.icon(u"info"_s, Theme::Color::Accent);
    if (m_kind == Kind::Warning)
        icon = m_theme.icon(u"triangle-alert"_s, Theme::Color::Warning);
    else if (m_kind == Kind::Error)
        icon = m_theme.icon(u"circle-alert"_s, Theme::Color::Error);
    m_icon->setPixmap(icon.pixmap(QSize(18, 18), devicePixelRatioF()));
    m_close->setIcon(m_theme.icon(u"x"_s));
}

void NoticeBar::showMessage(Kind kind, const QString &text, const QString &action, bool stays)
{
    m_kind = kind;
    setPanelKind(this, kind == Kind::Error     ? PanelKind::Error
                       : kind == Kind::Warning ? PanelKind::Warning
                                               : PanelKind::Accent);
    paintIcons();
    m_text->setText(visibleLines(text));
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_close->setVisible(!stays);
    setAccessibleName(text);
    show();
}

void NoticeBar::showState(const store::LoadState &state, const QDateTime &now,
                          const QString &failed)
{
    if (!state.error) {
        dismiss();
        return;
    }
    const QString text = tr("Data from %1. It could not be refreshed: %2")
                             .arg(pastText(state.loaded ? state.asOf : state.cachedAt, now),
                                  forms::describe(*state.error, failed).why);
    if (isHidden() || text != this->text())
        showMessage(Kind::Warning, text, tr("Retry"), true);
}

void NoticeBar::dismiss()
{
    if (isHidden())
        return;
    m_focus->giveBack(*this);
    hide();
    Q_EMIT dismissed();
}

QString NoticeBar::text() const
{
    return m_text->text();
}

} // namespace oriel::ui
