#include "ui/navigation/breadcrumb.h"

#include "ui/theme/captions.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elidedlabel.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int enoughOfTheLast = 160;
constexpr int labelPad = 11; ///< as beside the text of a button, so that the gaps are even

} // namespace

Breadcrumb::Breadcrumb(QWidget *parent) : QWidget(parent), m_layout(new QHBoxLayout(this))
{
    setObjectName(u"breadcrumb"_s);
    setAccessibleName(tr("Where you are"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
}

void Breadcrumb::setCrumbs(const std::vector<Crumb> &crumbs)
{
    const bool same = std::equal(
        crumbs.begin(), crumbs.end(), m_crumbs.begin(), m_crumbs.end(),
        [](const Crumb &a, const Crumb &b) { return a.text == b.text && a.route == b.route; });
    if (same)
        return;
    m_crumbs = crumbs;
    m_parts.clear();
    m_expendable.clear();
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            // It may be the button that is emitting the signal.
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    for (std::size_t i = 0; i < crumbs.size(); ++i) {
        const Crumb &crumb = crumbs[i];
        if (i > 0) {
            QLabel *slash = makeLabel(u"/"_s, TextSize::Body, this);
            setSecondary(slash);
            slash->setContentsMargins(2, 0, 2, 0);
            m_layout->addWidget(slash);
            m_parts.push_back(slash);
            if (!crumbs[i - 1].route)
                m_expendable.push_back(slash);
        }
        if (crumb.route && i + 1 < crumbs.size()) {
            auto *button = new QToolButton(this);
            button->setText(asCaption(crumb.text));
            button->setAutoRaise(true);
            button->setFocusPolicy(Qt::StrongFocus);
            connect(button, &QToolButton::clicked, this,
                    [this, route = *crumb.route] { Q_EMIT navigate(route); });
            m_layout->addWidget(button);
            m_parts.push_back(button);
        } else {
            const bool last = i + 1 == crumbs.size();
            auto *label = new ElidedLabel(crumb.text, this);
            label->setContentsMargins(labelPad, 0, labelPad, 0);
            if (last) {
                QFont font = label->font();
                font.setWeight(QFont::DemiBold);
                label->setFont(font);
            } else {
                setSecondary(label);
            }
            m_layout->addWidget(label, last ? 1 : 0);
            m_parts.push_back(label);
            if (!last)
                m_expendable.push_back(label);
        }
    }
    if (crumbs.empty())
        m_layout->addStretch();
    updateGeometry();
    fit();
}

QSize Breadcrumb::minimumSizeHint() const
{
    int width = 0;
    for (const QWidget *part : m_parts) {
        const int wanted = part->sizeHint().width();
        if (part == m_parts.back())
            width += std::min(wanted, enoughOfTheLast);
        else if (std::find(m_expendable.begin(), m_expendable.end(), part) == m_expendable.end())
            width += wanted;
    }
    return {width, QWidget::minimumSizeHint().height()};
}

void Breadcrumb::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void Breadcrumb::fit()
{
    int wanted = 0;
    for (const QWidget *part : m_parts)
        wanted += part->sizeHint().width();
    for (QWidget *part : m_expendable)
        part->setVisible(wanted <= width());
}

} // namespace oriel::ui
