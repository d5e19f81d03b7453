#pragma once

#include <QtWidgets/QWidget>

class QButtonGroup;
class QHBoxLayout;

namespace oriel::ui {

/// A choice between views: buttons side by side, one of which is pressed.
class ViewSwitch final : public QWidget
{
    Q_OBJECT

public:
    explicit ViewSwitch(QWidget *parent = nullptr);

    void add(const QString &title, bool shown);

Q_SIGNALS:
    /// The user chose another one; the switch keeps showing the current one.
    void chosen(int index);

private:
    QHBoxLayout *m_line;
    QButtonGroup *m_buttons;
    int m_shown = -1;
};

} // namespace oriel::ui
