#include "ui/widgets/resourcehead.h"

#include "models/tone.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elidedlabel.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

ResourceHead::ResourceHead(Theme &theme, QWidget *parent)
    : ResourceHead(theme, new QVBoxLayout, parent)
{}

ResourceHead::ResourceHead(Theme &theme, QVBoxLayout *words, QWidget *parent)
    : HeadBar(words, parent)
    , m_theme(theme)
    , m_name(new ElidedLabel({}, this))
    , m_statusIcon(new QLabel(this))
    , m_status(makeLabel({}, TextSize::Body, this))
{
    m_name->setObjectName(u"resourceName"_s);
    setTextSize(m_name, TextSize::Title);
    m_status->setObjectName(u"resourceStatus"_s);
    words->setSpacing(2);
    words->addWidget(m_name);
    auto *status = new QHBoxLayout;
    status->setSpacing(metrics::unit + 2);
    status->addWidget(m_statusIcon);
    status->addWidget(m_status, 1);
    words->addLayout(status);
}

void ResourceHead::setResource(const QString &name, const models::StatusWord &status)
{
    if (name != m_name->fullText())
        m_name->setFullText(name);
    m_status->setText(status.text);
    m_statusIcon->setVisible(status.tone != models::Tone::None);
    m_statusIcon->setPixmap(
        m_theme.toneIcon(status.tone).pixmap(QSize(16, 16), devicePixelRatioF()));
}

} // namespace oriel::ui
