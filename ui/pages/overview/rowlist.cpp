#include "ui/pages/overview/rowlist.h"

#include "ui/theme/look.h"
#include "ui/window/elidedlabel.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

class RowList::Line : public QWidget
{
public:
    Line(Theme &theme, RowList *list)
        : QWidget(list)
        , m_theme(theme)
        , m_icon(new QLabel(this))
        , m_link(new QToolButton(this))
        , m_title(new ElidedLabel({}, this))
        , m_text(new ElidedLabel({}, this))
    {
        m_link->setAutoRaise(true);
        m_link->setFocusPolicy(Qt::StrongFocus);
        setSecondary(m_text);
        auto *layout = new QHBoxLayout(this);
        layout->setContentsMargins(4, 0, 4, 0);
        layout->setSpacing(metrics::gap);
        layout->addWidget(m_icon);
        layout->addWidget(m_link);
        layout->addWidget(m_title);
        layout->addWidget(m_text, 1);
        setFixedHeight(metrics::rowHeight);
        QObject::connect(m_link, &QToolButton::clicked, list, [this, list] {
            if (m_row.route)
                Q_EMIT list->navigate(*m_row.route);
        });
        QObject::connect(&theme, &Theme::changed, this, [this] { paintIcon(); });
    }

    void show(const RowItem &row)
    {
        if (m_row == row && !m_row.title.isEmpty())
            return;
        m_row = row;
        paintIcon();
        m_link->setVisible(row.route.has_value());
        m_title->setVisible(!row.route.has_value());
        m_link->setText(m_link->fontMetrics()
                            .elidedText(row.title, Qt::ElideMiddle, 320)
                            .replace(u'&', u"&&"_qs));
        m_link->setAccessibleName(row.title);
        m_link->setAccessibleDescription(row.text);
        m_title->setWhole(row.title);
        m_text->setWhole(row.text);
    }

private:
    void paintIcon()
    {
        if (!m_row.icon.isEmpty())
            m_icon->setPixmap(
                m_theme.icon(m_row.icon, m_row.color).pixmap(QSize(18, 18), devicePixelRatioF()));
    }

    Theme &m_theme;
    QLabel *m_icon;
    QToolButton *m_link;
    ElidedLabel *m_title;
    ElidedLabel *m_text;
    RowItem m_row;
};

RowList::RowList(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_layout(new QVBoxLayout(this))
    , m_empty(makeLabel({}, TextSize::Body, this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    setSecondary(m_empty);
    m_empty->setWordWrap(true);
    m_layout->addWidget(m_empty);
}

void RowList::setRows(const std::vector<RowItem> &rows, const QString &empty)
{
    m_empty->setText(empty);
    m_empty->setVisible(rows.empty());
    while (m_lines.size() < rows.size()) {
        m_lines.push_back(new Line(m_theme, this));
        m_layout->addWidget(m_lines.back());
    }
    while (m_lines.size() > rows.size()) {
        m_lines.back()->hide();
        m_lines.back()->deleteLater(); // its own link may have led here
        m_lines.pop_back();
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
        m_lines[i]->show(rows[i]);
}

} // namespace oriel::ui
