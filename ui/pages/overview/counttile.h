#pragma once

#include "ui/theme/theme.h"

#include <QtWidgets/QAbstractButton>

namespace oriel::ui {

/// A count of resources; pressing it opens their list.
class CountTile : public QAbstractButton
{
    Q_OBJECT

public:
    CountTile(Theme &theme, const QString &icon, const QString &title, QWidget *parent = nullptr);

    /// `number` below 0: unknown; with `more`, there are more than that. `note`: one short line
    /// below ("2 in error").
    void setCount(qsizetype number, const QString &note, bool alarming = false, bool more = false);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    QString m_icon;
    QString m_title;
    QString m_number;
    QString m_note;
    bool m_alarming = false;
};

} // namespace oriel::ui
