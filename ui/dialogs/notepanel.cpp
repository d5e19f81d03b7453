#include "ui/dialogs/notepanel.h"

#include "ui/theme/look.h"
#include "ui/widgets/linkbutton.h"
#include "ui/widgets/linkedtext.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int noteIcon = 16;

} // namespace

NotePanel::NotePanel(Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_text(new LinkedText(this))
{
    auto *row = new QHBoxLayout(this);
    row->setSpacing(metrics::gap - LinkButton::ring); // the text has a margin for its link
    m_icon->setFixedSize(noteIcon, noteIcon + 2);
    connect(m_text, &LinkedText::linkFollowed, this, &NotePanel::linkFollowed);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    connect(&theme, &Theme::changed, this, &NotePanel::draw);
    draw();
}

void NotePanel::setNote(Kind kind, const QString &text, const QString &link)
{
    m_kind = kind;
    m_text->setText(text, link);
    setVisible(!text.isEmpty());
    draw();
    keepPlace();
}

void NotePanel::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    keepPlace();
}

void NotePanel::keepPlace()
{
    if (!m_keepsPlace || !isVisible()) // before, its width is not the final one
        return;
    QSizePolicy policy = sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    setSizePolicy(policy);
    setMinimumHeight(std::max(minimumHeight(), heightForWidth(width())));
}

QString NotePanel::text() const
{
    return m_text->text();
}

void NotePanel::draw()
{
    QIcon icon;
    bool boxed = false;
    switch (m_kind) {
    case Kind::Plain:
        icon = m_theme.icon(u"info"_s, Theme::Color::TextSecondary);
        break;
    case Kind::Caution:
        setPanelKind(this, PanelKind::Warning);
        boxed = true;
        [[fallthrough]];
    case Kind::Warning:
        icon = m_theme.icon(u"triangle-alert"_s, Theme::Color::Warning);
        break;
    case Kind::Problem:
        icon = m_theme.icon(u"circle-alert"_s, Theme::Color::Error);
        break;
    case Kind::Busy:
        icon = m_theme.icon(u"clock"_s, Theme::Color::TextSecondary);
        break;
    }
    const int pad = boxed ? metrics::gap + metrics::unit : 0;
    layout()->setContentsMargins(pad, boxed ? metrics::gap : 0, pad, boxed ? metrics::gap : 0);
    if (!boxed)
        setFrameShape(QFrame::NoFrame);
    m_icon->setPixmap(icon.pixmap(QSize(noteIcon, noteIcon), devicePixelRatioF()));
}

} // namespace oriel::ui
