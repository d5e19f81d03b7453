#pragma once

#include <QtWidgets/QDateEdit>

namespace oriel::ui {

class Theme;

/// A date with a calendar, which its arrow, Alt+Down and F4 open. The calendar has the theme's
/// colors and icons.
class DateField final : public QDateEdit
{
    Q_OBJECT

public:
    explicit DateField(Theme &theme, QWidget *parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void openCalendar();
    void paintCalendar();

    Theme &m_theme;
};

} // namespace oriel::ui
